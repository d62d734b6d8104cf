#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "schedulers/catalogue.h"
#include "schedulers/dialects/dialects.h"
#include "schedulers/dialects/real_cycles.h"
#include "schedulers/resolve.h"

namespace anneal {

void PrintTo(const Dialect& dialect, std::ostream* out) {
  *out << dialect.entry.signature.name;
}

namespace {

RunPlan plan_of(std::int64_t total, double base = 1.0, std::int64_t updates_per_epoch = 1) {
  return {.updates_per_epoch = Steps(updates_per_epoch),
          .total = Steps(total),
          .base = LearningRate(base)};
}

std::vector<double> values(const std::string& text, const RunPlan& plan) {
  return resolve(parse_schedule(text), plan).values(Step(0), plan.total);
}

std::vector<double> values(const std::string& text, std::int64_t total) {
  return values(text, plan_of(total));
}

void expect_same(const std::vector<double>& got,
                 const std::vector<double>& wanted,
                 const std::string& what) {
  ASSERT_EQ(got.size(), wanted.size()) << what;
  for (std::size_t t = 0; t < got.size(); ++t) {
    EXPECT_NEAR(got[t], wanted[t], 1e-12 * std::abs(wanted[t]) + 1e-16) << what << " at " << t;
  }
}

std::string meaning(const std::string& text, const RunPlan& plan) {
  return to_text(expanded(parse_schedule(text), plan));
}

std::string error_of(const std::string& text, const RunPlan& plan) {
  try {
    resolve(parse_schedule(text), plan);
  } catch (const spec::SpecError& error) {
    return error.what();
  }
  return "";
}

// How each metric of a list leaves the multiplier.
std::vector<double> reactions(const std::string& text,
                              const std::string& metric,
                              const std::vector<double>& metrics,
                              const RunPlan& plan) {
  const ResolvedSchedule schedule = resolve(parse_schedule(text), plan);
  FeedbackState state = schedule.feedback();
  std::vector<double> result;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    state = schedule.observe(state, Step(i), {{metric, metrics[i]}});
    result.push_back(schedule.at(Step(i), state).value());
  }
  return result;
}

class EveryDialect : public ::testing::TestWithParam<Dialect> {
 protected:
  const RunPlan plan_ = plan_of(100, 0.1, 10);
};

TEST_P(EveryDialect, IsWhatThePlainCatalogueSays) {
  ASSERT_FALSE(GetParam().here.empty());
  expect_same(values(GetParam().example, plan_), values(GetParam().here, plan_),
              GetParam().example);
}

TEST_P(EveryDialect, ReadsBackFromItsCanonicalText) {
  const Schedule schedule = parse_schedule(GetParam().example);
  EXPECT_EQ(parse_schedule(to_text(schedule)), schedule) << to_text(schedule);
  const Schedule plain = expanded(schedule, plan_);
  EXPECT_EQ(parse_schedule(to_text(plain)), plain) << to_text(plain);
}

TEST_P(EveryDialect, StandsForSomethingWithTheSameRates) {
  expect_same(values(meaning(GetParam().example, plan_), plan_), values(GetParam().example, plan_),
              GetParam().example);
}

// `for` makes it one piece of a sequence; what comes after begins there.
TEST_P(EveryDialect, TakesALengthOfItsOwn) {
  spec::Expr call = parse_schedule(GetParam().example).expr();
  call.arguments.push_back({.name = "for", .value = spec::number(40, spec::Unit::kUpdates)});
  const Schedule both = make_schedule(call).then(constant(0.25));
  const std::vector<double> got = resolve(both, plan_).values(Step(0), plan_.total);
  EXPECT_NE(got[39], 0.25);
  EXPECT_EQ(got[40], 0.25);
  EXPECT_EQ(got[99], 0.25);
}

TEST_P(EveryDialect, CanBeCutOffAndHeld) {
  const Schedule schedule = parse_schedule(GetParam().example);
  const RunPlan longer = plan_of(1000, 0.1, 10);
  const RunPlan shorter = plan_of(1, 0.1, 10);
  for (const RunPlan& plan : {longer, shorter}) {
    const bool needs_room = error_of(GetParam().example, plan).find("shorten") != std::string::npos;
    if (!needs_room) {
      for (const double value : resolve(schedule, plan).values(Step(0), plan.total)) {
        EXPECT_TRUE(std::isfinite(value) && value >= 0.0) << GetParam().example;
      }
    }
  }
}

TEST_P(EveryDialect, IsDocumented) {
  const spec::Signature& signature = GetParam().entry.signature;
  EXPECT_FALSE(signature.source.empty());
  for (const spec::Parameter& parameter : signature.parameters) {
    EXPECT_FALSE(parameter.help.empty()) << signature.name << " " << parameter.name;
  }
}

std::string test_name(const ::testing::TestParamInfo<Dialect>& row) {
  std::string name = row.param.entry.signature.name;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Dialects, EveryDialect, ::testing::ValuesIn(dialects()), test_name);

TEST(Dialects, HaveTheLibrariesPrefixes) {
  const std::set<std::string> known{"torch",  "keras",  "optax",      "hf",   "timm",   "composer",
                                    "fastai", "paddle", "torchtitan", "llmc", "nanogpt"};
  for (const Dialect& dialect : dialects()) {
    const std::string& name = dialect.entry.signature.name;
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
    EXPECT_EQ(parse_schedule(positional), parse_schedule(named)) << positional;
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

TEST(TorchSequentialLR, CutsAndHoldsItsMembersAtTheMilestones) {
  expect_same(values("torch.SequentialLR(torch.PolynomialLR(total_iters=2it), "
                     "torch.CosineAnnealingLR(T_max=100it), constant(0.5), milestones=[4it, 6it])",
                     8),
              values("linear(for=2it) then constant(0, for=2it) then window(cosine(for=100it), "
                     "for=2it) then constant(0.5)",
                     8),
              "members");
  // A milestone beyond the run never comes; two at once leave a member out.
  expect_same(values("torch.SequentialLR(cosine, constant(0.5), milestones=[20it])", 10),
              values("window(cosine(for=20it))", 10), "beyond");
  expect_same(
      values("torch.SequentialLR(constant(0.5), linear, constant, milestones=[2it, 2it])", 4),
      {0.5, 0.5, 1, 1}, "two at once");
}

TEST(TorchSequentialLR, NestsAndIsListedOrPositional) {
  const std::string nested =
      "torch.SequentialLR(torch.SequentialLR(constant(0.1), constant(0.2), milestones=[2it]), "
      "constant(0.3), milestones=[4it])";
  expect_same(values(nested, 6), {0.1, 0.1, 0.2, 0.2, 0.3, 0.3}, nested);
  EXPECT_EQ(parse_schedule("torch.SequentialLR(schedulers=[cosine, linear], milestones=[3it])"),
            parse_schedule("torch.SequentialLR(cosine, linear, milestones=[3it])"));
  EXPECT_NE(error_of("torch.SequentialLR(cosine, linear, milestones=[3it, 4it])", plan_of(9))
                .find("2 for 2 schedules"),
            std::string::npos);
  EXPECT_NE(error_of("torch.SequentialLR(cosin, linear, milestones=[3it])", plan_of(9))
                .find("did you mean cosine"),
            std::string::npos);
}

TEST(TorchOneCycleLR, HoldsItsLastRateBeyondItsEnd) {
  const std::vector<double> got =
      values("torch.OneCycleLR(total_steps=10it, div_factor=10, final_div_factor=100)", 14);
  for (std::size_t t = 9; t < got.size(); ++t) {
    EXPECT_EQ(got[t], 1e-3) << t;
  }
}

TEST(TorchOneCycleLR, ReachesItsTopBetweenTwoUpdatesIfThePercentageSaysSo) {
  // 0.25 * 10 - 1 = 1.5: update 1 is 2/3 up, update 2 is 1/15 down.
  const std::vector<double> got = values(
      "torch.OneCycleLR(total_steps=10it, pct_start=0.25, anneal_strategy=linear, div_factor=10)",
      10);
  EXPECT_DOUBLE_EQ(got[1], 0.1 + 0.9 * (1.0 / 1.5));
  EXPECT_DOUBLE_EQ(got[2], 1.0 + (1e-5 - 1.0) * (0.5 / 7.5));
}

TEST(TorchExponentialLR, MaySayPerEpoch) {
  expect_same(values("torch.ExponentialLR(gamma=0.5, every=1ep)", plan_of(6, 1.0, 2)),
              {1, 1, 0.5, 0.5, 0.25, 0.25}, "every");
}

TEST(TorchPlateau, LeavesTheRateAloneWhereACutWouldBeTooSmall) {
  // 0.1 -> 0.05 -> 0.025 would lower the rate by 0.025, which is not above eps.
  EXPECT_EQ(reactions("torch.ReduceLROnPlateau(factor=0.5, patience=0ev, eps=0.025)", "val_loss",
                      {1, 1, 1, 1}, plan_of(4, 0.1)),
            (std::vector<double>{1, 0.5, 0.5, 0.5}));
}

TEST(KerasPlateau, ActsAtThePatienceThAndItsCooldownOfOneHasNoEffect) {
  const std::vector<double> flat(7, 1.0);
  const std::vector<double> cuts{1, 1, 0.5, 0.5, 0.25, 0.25, 0.125};
  const RunPlan plan = plan_of(7);
  EXPECT_EQ(reactions("keras.ReduceLROnPlateau(factor=0.5, patience=2ev)", "val_loss", flat, plan),
            cuts);
  EXPECT_EQ(reactions("keras.ReduceLROnPlateau(factor=0.5, patience=2ev, cooldown=1ev)", "val_loss",
                      flat, plan),
            cuts);
  EXPECT_EQ(reactions("keras.ReduceLROnPlateau(factor=0.5, patience=2ev, cooldown=2ev)", "val_loss",
                      flat, plan),
            (std::vector<double>{1, 1, 0.5, 0.5, 0.5, 0.25, 0.25}));
}

TEST(KerasPlateau, ReadsItsModeFromTheName) {
  EXPECT_EQ(reactions("keras.ReduceLROnPlateau(monitor=val_accuracy, factor=0.5, patience=1ev)",
                      "val_accuracy", {0.5, 0.6, 0.7, 0.7}, plan_of(4)),
            (std::vector<double>{1, 1, 1, 0.5}));
}

TEST(OptaxPlateau, ActsAtThePatienceTh) {
  EXPECT_EQ(reactions("optax.reduce_on_plateau(factor=0.5, patience=2ev, cooldown=1ev)", "val_loss",
                      std::vector<double>(7, 1.0), plan_of(7)),
            (std::vector<double>{1, 1, 0.5, 0.5, 0.5, 0.25, 0.25}));
}

TEST(KerasPiecewise, StillUsesTheOldValueAtTheBoundary) {
  expect_same(values("keras.PiecewiseConstantDecay(boundaries=[2it], values=[1, 0.5])", 5),
              {1, 1, 1, 0.5, 0.5}, "Keras");
  expect_same(values("paddle.PiecewiseDecay(boundaries=[2it], values=[1, 0.5])", 5),
              {1, 1, 0.5, 0.5, 0.5}, "Paddle");
}

TEST(KerasCosineDecay, RefusesAWarmupThatKerasIgnores) {
  EXPECT_NE(error_of("keras.CosineDecay(decay_steps=9it, warmup_steps=3it)", plan_of(9))
                .find("warmup_target"),
            std::string::npos);
}

TEST(HuggingFace, StartsAtTheTopWithoutWarmup) {
  expect_same(values("hf.linear(num_warmup_steps=0it)", 4), {1, 0.75, 0.5, 0.25}, "W = 0");
  expect_same(values("hf.linear(num_warmup_steps=1it)", 4), {0, 1, 2.0 / 3, 1.0 / 3}, "W = 1");
  expect_same(values("hf.cosine_warmup_with_min_lr(num_warmup_steps=1it, min_lr=0)", 3),
              {1, 0.5, 0}, "W = 1");
  expect_same(values("hf.constant_with_warmup(num_warmup_steps=8it)", 4), {0, 0.125, 0.25, 0.375},
              "cut off");
}

TEST(HuggingFace, LeavesOutPhasesWithoutUpdates) {
  expect_same(values("hf.warmup_stable_decay(num_warmup_steps=0it, num_decay_steps=0it, "
                     "num_stable_steps=2it, min_lr_ratio=0.5)",
                     4),
              {1, 1, 0.5, 0.5}, "stable only");
  expect_same(values("hf.warmup_stable_decay(num_warmup_steps=0it, num_decay_steps=2it, "
                     "num_stable_steps=0it, decay_type=linear)",
                     4),
              {1, 0.5, 0, 0}, "decay only");
}

TEST(HuggingFace, MissesNoRestart) {
  // 7 cycles in 49001 updates: a restart falls on no update, the one after it is past it.
  const std::vector<double> got =
      values("hf.cosine_with_restarts(num_warmup_steps=0it, num_cycles=7)", 49'001);
  for (std::int64_t cycle = 1; cycle < 7; ++cycle) {
    const auto begin = static_cast<std::size_t>((cycle * 49'001 + 6) / 7);
    EXPECT_LT(got[begin - 1], 1e-6) << cycle;
    EXPECT_GT(got[begin], 1.0 - 1e-6) << cycle;
  }
}

TEST(HuggingFace, CountsALongRunInWholeNumbers) {
  // 1e6 cycles in 2^53 - 1 updates, two updates before the last restart and two after it.
  const std::int64_t total = (std::int64_t{1} << 53) - 1;
  const ResolvedSchedule schedule =
      resolve(parse_schedule("hf.cosine_with_restarts(num_warmup_steps=0it, num_cycles=1000000)"),
              plan_of(total));
  const std::int64_t length = total / 1'000'000;  // and something
  const std::int64_t restart = total - length;
  EXPECT_LT(schedule.at(Step(restart - 2)).value(), 1e-9);
  EXPECT_GT(schedule.at(Step(restart + 2)).value(), 1.0 - 1e-9);
}

TEST(Fastai, RepeatsItsCyclesNTimes) {
  expect_same(values("fastai.fit_sgdr(n_cycles=2, cycle_len=2it)", 8),
              values("cosine_restarts(first=2it, mult=2, for=6it) then constant(0)", 8), "sgdr");
  expect_same(values("fastai.fit_sgdr(n_cycles=3, cycle_len=2it, cycle_mult=1)", 6),
              {1, 0.5, 1, 0.5, 1, 0.5}, "cycle_mult=1");
}

TEST(Timm, GoesToItsLowestRateWhenTheCyclesAreOver) {
  for (const char* name : {"CosineLRScheduler", "PolyLRScheduler", "TanhLRScheduler"}) {
    const std::string call = std::string("timm.") + name + "(t_initial=3it, lr_min=0.125";
    for (const char* more : {")", ", cycle_limit=2)", ", warmup_t=1it)",
                             ", warmup_t=1it, warmup_prefix=true)", ", warmup_t=4it)"}) {
      const std::vector<double> got = values(call + more, 8);
      EXPECT_EQ(got[6], 0.125) << call << more;
      EXPECT_EQ(got[7], 0.125) << call << more;
    }
    EXPECT_NE(values(call + ")", 8)[2], 0.125) << call;
  }
}

TEST(Timm, WarmsUpBeforeItsPlateau) {
  EXPECT_EQ(reactions("timm.PlateauLRScheduler(decay_rate=0.5, patience_t=0ev, warmup_t=2it)",
                      "val_accuracy", {0.1, 0.2, 0.3, 0.3, 0.3}, plan_of(5)),
            (std::vector<double>{0, 0.5, 1, 0.5, 0.25}));
}

TEST(Paddle, TakesASchedulerAfterItsWarmup) {
  expect_same(values("paddle.LinearWarmup(learning_rate=0.5, warmup_steps=2it, start_lr=0, "
                     "end_lr=1)",
                     4),
              {0, 0.5, 0.5, 0.5}, "rate");
  EXPECT_NE(error_of("paddle.LinearWarmup(learning_rate=cosin, warmup_steps=2it, start_lr=0, "
                     "end_lr=1)",
                     plan_of(4))
                .find("did you mean cosine"),
            std::string::npos);
}

TEST(Paddle, TakesItsFirstRateWithRestarts) {
  expect_same(values("paddle.CosineAnnealingWarmRestarts(0.4, 2it, eta_min=0.1)", plan_of(4, 0.2)),
              {2, 1.25, 2, 1.25}, "restarts");
}

TEST(Paddle, PlacesItsOneCycleLikePyTorch) {
  expect_same(values("paddle.OneCycleLR(max_learning_rate=1, total_steps=17it, phase_pct=0.37, "
                     "divide_factor=10, end_learning_rate=0.001, three_phase=true)",
                     20),
              values("torch.OneCycleLR(max_lr=1, total_steps=17it, pct_start=0.37, div_factor=10, "
                     "final_div_factor=100, three_phase=true)",
                     20),
              "one cycle");
}

TEST(RealCycles, RestartExactlyForWholeFactors) {
  for (const double mult : {1.0, 2.0, 3.0, 5.0, 10.0}) {
    const std::int64_t end = 1'000'000;
    const dialect::RealCycles cycles(7.0, mult, end);
    double begin = 0.0;
    double length = 7.0;
    for (int i = 0; begin < 1e6; ++i) {
      const auto moment = cycles.at(static_cast<std::int64_t>(begin));
      EXPECT_EQ(moment.index, i) << mult;
      EXPECT_EQ(moment.u, 0.0) << mult;
      EXPECT_TRUE(moment.first) << mult;
      if (begin > 0.0) {
        EXPECT_EQ(cycles.at(static_cast<std::int64_t>(begin) - 1).index, i - 1) << mult;
      }
      begin += length;
      length *= mult;
    }
  }
}

TEST(RealCycles, RefuseGrowthThatNeverEnds) {
  EXPECT_THROW(dialect::RealCycles(1.0, 1.0 + 1e-12, 10'000'000), std::invalid_argument);
  EXPECT_THROW(dialect::RealCycles(1.0, 0.5, 10), std::invalid_argument);
}

TEST(Window, HoldsCutsAndSkips) {
  expect_same(values("window(linear(for=4it), skip=1it, for=2it) then constant(0.125)", 5),
              {0.75, 0.5, 0.125, 0.125, 0.125}, "skip and for");
  expect_same(values("window(linear(for=2it), for=4it) then constant(0.125)", 5),
              {1, 0.5, 0, 0, 0.125}, "held");
  // As a factor shorter than the product it holds what it had come to.
  expect_same(values("constant * window(linear(for=4it), for=2it)", 4), {1, 0.75, 0.5, 0.5},
              "factor");
  expect_same(values("window(constant(0.5, for=9it) then linear)", 3), {0.5, 0.5, 0.5}, "beyond");
  EXPECT_NE(error_of("window(linear(for=0it))", plan_of(3)).find("no update"), std::string::npos);
}

}  // namespace
}  // namespace anneal
