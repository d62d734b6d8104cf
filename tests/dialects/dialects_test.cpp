#include "schedulers/dialects/dialects.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "schedulers/catalogue.h"
#include "tests/dialects/support.h"

namespace anneal { namespace {

TEST(Dialects, HaveTheLibrariesPrefixes) {
  const std::set<std::string> known{"torch",    "keras",     "optax",    "hf",         "timm",
                                    "composer", "fastai",    "paddle",   "torchtitan", "llmc",
                                    "nanogpt",  "deepspeed", "megatron", "olmo"};
  for (const Dialect& dialect : dialects()) {
    const std::string& name = dialect.name;
    EXPECT_EQ(known.count(name.substr(0, name.find('.'))), 1U) << name;
  }
}

TEST(Dialects, ExpandToTheCatalogue) {
  const RunPlan plan = plan_of(100, 0.1, 10);
  EXPECT_EQ(meaning("torch.StepLR(step_size=3ep)", plan), "step(every=3ep)");
  EXPECT_EQ(meaning("torch.LinearLR(start_factor=0.25, total_iters=4it)", plan),
            "open(warmup(4it, from=0.25))");
  EXPECT_EQ(meaning("hf.cosine(num_warmup_steps=5%)", plan), "warmup(5it) then cosine");
  EXPECT_EQ(meaning("hf.linear(num_warmup_steps=1ep, num_training_steps=10ep)", plan),
            "warmup(10it) then linear(for=90it)");
  EXPECT_EQ(meaning("torch.ExponentialLR(gamma=0.9, for=30it) then constant(0)", plan),
            "decay(gamma=0.9, every=1it, for=30it) then constant(0)");
  EXPECT_EQ(meaning("torch.SequentialLR(torch.LinearLR(start_factor=0.5, total_iters=10it), "
                    "torch.StepLR(step_size=3it), milestones=10it)",
                    plan),
            "warmup(10it, from=0.5) then step(every=3it, for=90it)");
}

// What a library calls the number of training steps is, unless given, what there is for the piece.
TEST(Dialects, FillTheirPlaceUnlessGivenALength) {
  const std::vector<const char*> calls{"torch.OneCycleLR(pct_start=0.37%s)",
                                       "optax.cosine_onecycle_schedule(pct_start=0.4%s)",
                                       "fastai.fit_one_cycle(pct_start=0.5%s)",
                                       "torchtitan.linear_warmup_stable_decay(warmup_steps=3it%s)",
                                       "hf.warmup_stable_decay(num_warmup_steps=2it, "
                                       "num_decay_steps=5it%s)"};
  for (const std::string call : calls) {
    const auto with = [&](const std::string& more) {
      std::string text = call;
      return text.replace(text.find("%s"), 2, more);
    };
    const std::vector<double> alone = values(with(""), 24);
    std::vector<double> wanted(8, 0.125);
    wanted.insert(wanted.end(), alone.begin(), alone.end());
    expect_same(values("constant(0.125, for=25%) then " + with(""), 32), wanted, call);
    wanted = alone;
    wanted.insert(wanted.end(), 8, 0.125);
    expect_same(values(with(", for=24it") + " then constant(0.125)", 32), wanted, call);
    wanted = alone;
    wanted.insert(wanted.end(), alone.begin(), alone.end());
    expect_same(values("repeat(" + with("") + ", length=24it)", 48), wanted, call);
    const std::vector<double> longer = values(with(""), 48);
    wanted = alone;
    wanted.insert(wanted.end(), longer.begin(), longer.end());
    expect_same(values("repeat(" + with("") + ", length=24it, mult=2)", 72), wanted, call);
  }
}

TEST(Dialects, AreCutOffWhenStretchedBeyondTheRun) {
  expect_same(values("stretch(torch.CosineAnnealingLR(T_max=8it), by=2)", 8),
              values("window(cosine(for=16it))", 8), "stretch");
}

TEST(Dialects, AreNamedAsWrittenInErrors) {
  const std::string error =
      error_of("torch.LinearLR(total_iters=4it) then torch.StepLR(step_size=6it)", plan_of(10));
  EXPECT_NE(error.find("torch.LinearLR(total_iters=4it) and torch.StepLR(step_size=6it) are both "
                       "open"),
            std::string::npos)
      << error;
}

TEST(Dialects, DivideAbsoluteRatesByTheBaseRate) {
  expect_same(values("torch.CosineAnnealingLR(T_max=4it, eta_min=0.02)", plan_of(4, 0.2)),
              values("cosine(to=0.1)", 4), "eta_min");
  expect_same(values("torch.OneCycleLR(max_lr=0.4, total_steps=9it)", plan_of(9, 0.2)),
              values("constant(2) * torch.OneCycleLR(total_steps=9it)", 9), "max_lr");
  EXPECT_THROW(values("optax.constant_schedule(value=0.1)", plan_of(3, 0.0)),
               std::invalid_argument);
}

TEST(Dialects, TakeTheBaseRateForARateThatIsNotGiven) {
  expect_same(values("keras.ExponentialDecay(decay_steps=2it, decay_rate=0.5)", plan_of(5, 0.3)),
              values("decay(gamma=0.5, every=2it)", 5), "initial_learning_rate");
}

TEST(Dialects, RefuseBareNumbersForLengths) {
  EXPECT_NE(error_of("torch.StepLR(step_size=30)", plan_of(10)).find("30ep"), std::string::npos);
}

// Positional arguments mean what they mean there, as far as ours are there.
TEST(Dialects, TakeArgumentsInTheLibrarysOrder) {
  const auto same = [](const char* positional, const char* named) {
    EXPECT_EQ(parse_schedule(positional, dialect_catalogue()),
              parse_schedule(named, dialect_catalogue()))
        << positional;
  };
  same("torch.CyclicLR(0.1, 1, 5it, 6it, exp_range, 0.9)",
       "torch.CyclicLR(base_lr=0.1, max_lr=1, step_size_up=5it, step_size_down=6it, "
       "mode=exp_range, gamma=0.9)");
  same("torch.ReduceLROnPlateau(max, 0.5, 3ev)",
       "torch.ReduceLROnPlateau(mode=max, factor=0.5, patience=3ev)");
  same("torch.OneCycleLR(0.1, 90it)", "torch.OneCycleLR(max_lr=0.1, total_steps=90it)");
  same("timm.CosineLRScheduler(9ep, 1e-5, 2, 0.5, 3, 1ep, 1e-6, true)",
       "timm.CosineLRScheduler(t_initial=9ep, lr_min=1e-5, cycle_mul=2, cycle_decay=0.5, "
       "cycle_limit=3, warmup_t=1ep, warmup_lr_init=1e-6, warmup_prefix=true)");
  same("timm.TanhLRScheduler(9ep, -6, 4, 1e-5)",
       "timm.TanhLRScheduler(t_initial=9ep, lb=-6, ub=4, lr_min=1e-5)");
  same("timm.PolyLRScheduler(9ep, 0.9, 1e-5)",
       "timm.PolyLRScheduler(t_initial=9ep, power=0.9, lr_min=1e-5)");
  same("optax.reduce_on_plateau(0.5, 3ev, 1e-3)",
       "optax.reduce_on_plateau(factor=0.5, patience=3ev, rtol=1e-3)");
  same("optax.warmup_cosine_decay_schedule(0, 1, 5it, 50it, 0.1)",
       "optax.warmup_cosine_decay_schedule(init_value=0, peak_value=1, warmup_steps=5it, "
       "decay_steps=50it, end_value=0.1)");
  same("keras.CosineDecayRestarts(0.1, 5it, 3, 0.5, 0.1)",
       "keras.CosineDecayRestarts(initial_learning_rate=0.1, first_decay_steps=5it, t_mul=3, "
       "m_mul=0.5, alpha=0.1)");
  same("composer.LinearWithWarmupScheduler(5it, 0.9, 0.1, 50it)",
       "composer.LinearWithWarmupScheduler(t_warmup=5it, alpha_i=0.9, alpha_f=0.1, t_max=50it)");
  same("paddle.OneCycleLR(0.1, 50it, 20, 1e-5, 0.4, linear, true)",
       "paddle.OneCycleLR(max_learning_rate=0.1, total_steps=50it, divide_factor=20, "
       "end_learning_rate=1e-5, phase_pct=0.4, anneal_strategy=linear, three_phase=true)");
  same("hf.polynomial(5it, 50it, 1e-5, 2)",
       "hf.polynomial(num_warmup_steps=5it, num_training_steps=50it, lr_end=1e-5, power=2)");
}

}}  // namespace anneal
