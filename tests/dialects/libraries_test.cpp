#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/dialects/support.h"

// Peculiarities of Keras, Optax, Hugging Face, fastai, timm and Paddle.

namespace anneal { namespace {

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
      resolve(parse_schedule("hf.cosine_with_restarts(num_warmup_steps=0it, num_cycles=1000000)",
                             dialect_catalogue()),
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

}}  // namespace anneal
