#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/dialects/support.h"

// Peculiarities of torchtitan, DeepSpeed, Megatron-LM and OLMo-core; every small length is in
// boundary_language_models_test.cpp.

namespace anneal { namespace {

using testing::HasSubstr;

TEST(Torchtitan, HasTheFormulaOf2026AndKeepsTheOneOf2025) {
  const std::string call =
      "torchtitan.linear_warmup_stable_decay(warmup_steps=4it, decay_type=cosine";
  const std::vector<double> now{.25, .5, .75, 1, 1, .933, .75, .5, .25, .067};
  const std::vector<double> then{.2, .4, .6, .8, .950, .812, .611, .389, .188, .050};
  const std::vector<double> got = values(call + ")", 10);
  const std::vector<double> old = values(call + ", version=2025)", 10);
  for (std::size_t t = 0; t < 10; ++t) {
    EXPECT_NEAR(got[t], now[t], 5.1e-4) << t;
    EXPECT_NEAR(old[t], then[t], 5.1e-4) << t;
  }
  EXPECT_NE(error_of(call + ", version=2024)", plan_of(10)), "");
}

TEST(Torchtitan, HoldsItsFloorAfterTotalSteps) {
  const std::vector<double> got = values(
      "torchtitan.linear_warmup_stable_decay(warmup_steps=2it, total_steps=6it, "
      "min_lr_factor=0.125)",
      9);
  EXPECT_EQ(got[6], 0.125);
  EXPECT_EQ(got[8], 0.125);
}

TEST(DeepSpeed, WarmsUpByALogarithmUnlessToldOtherwise) {
  expect_same(values("deepspeed.WarmupLR(warmup_num_steps=8it)", 10),
              {0, 0, 1.0 / 3, 0.52832083357371873, 2.0 / 3, 0.77397603162912411,
               0.86165416690705205, 0.93578497401920136, 1, 1},
              "log(t) / log(8)");
  expect_same(values("deepspeed.WarmupLR(warmup_num_steps=4it, warmup_type=linear)", 7),
              {0, 0, .25, .5, .75, 1, 1}, "(t - 1) / 4");
}

TEST(DeepSpeed, TakesAClimbOfOneUpdateForTwo) {
  expect_same(values("deepspeed.WarmupLR(warmup_num_steps=1it, warmup_type=linear)", 5),
              {0, 0, .5, 1, 1}, "max(2, W)");
  EXPECT_NE(error_of("deepspeed.WarmupLR(warmup_num_steps=0it)", plan_of(5)), "");
}

TEST(DeepSpeed, DecaysSlowlyAfterItsCycle) {
  expect_same(values("deepspeed.OneCycle(cycle_min_lr=0.1, cycle_max_lr=0.5, "
                     "cycle_first_step_size=2it, decay_lr_rate=1, decay_step_size=2it)",
                     plan_of(9, 0.5)),
              {.2, .6, 1, .6, .2, .2 / 1.5, .1, .2 / 2.5, .2 / 3}, "decay");
  // Without a decay_step_size there is none.
  expect_same(values("deepspeed.OneCycle(cycle_min_lr=0.1, cycle_max_lr=0.5, "
                     "cycle_first_step_size=2it, decay_lr_rate=1)",
                     plan_of(7, 0.5)),
              {.2, .6, 1, .6, .2, .2, .2}, "no decay");
}

TEST(DeepSpeed, ClimbsStairsIfAsked) {
  expect_same(values("deepspeed.OneCycle(cycle_min_lr=0, cycle_max_lr=1, "
                     "cycle_first_step_size=4it, cycle_first_stair_count=2)",
                     9),
              {0, 0, .5, .5, 1, .5, .5, 0, 0}, "two stairs up, two down");
}

TEST(Megatron, HasAnExponentialFallThatReachesItsEnd) {
  const std::vector<double> got = values("megatron.WSD(lr_wsd_decay_iters=4it, min_lr=0)", 8);
  for (std::size_t t = 0; t <= 4; ++t) {
    EXPECT_EQ(got[t], 1.0) << t;
  }
  EXPECT_DOUBLE_EQ(got[6], 2.0 * std::pow(0.5, 0.5) - 1.0);
  EXPECT_EQ(values("megatron.WSD(lr_wsd_decay_iters=4it, lr_decay_iters=8it)", 10)[8], 0.0);
}

TEST(Megatron, TakesAShareThatIsNoWholeNumberOfUpdates) {
  // W = 1.5: update 1 is 2/3 up, and the fall takes 8.5.
  const std::vector<double> got = values("megatron.linear(lr_warmup_fraction=0.15)", 10);
  EXPECT_DOUBLE_EQ(got[1], 1.0 / 1.5);
  EXPECT_DOUBLE_EQ(got[2], 1.0 - 0.5 / 8.5);
  EXPECT_THAT(error_of("megatron.linear(lr_warmup_fraction=0.15, lr_warmup_iters=2it)", plan_of(9)),
              HasSubstr("give one of lr_warmup_iters and lr_warmup_fraction"));
}

TEST(Megatron, RefusesAWarmupWithoutAFall) {
  EXPECT_THAT(error_of("megatron.cosine(lr_warmup_iters=9it)", plan_of(9)),
              HasSubstr("a warmup of 9 updates leaves nothing of lr_decay_iters, 9 (Megatron stops "
                        "there; shorten it)"));
}

TEST(Olmo, UsesTheLastRateAtTheLastUpdate) {
  expect_same(values("olmo.LinearWithWarmup(warmup=2it, alpha_f=0)", 6), {.5, 1, .75, .5, .25, 0},
              "linear");
  expect_same(values("olmo.WSD(warmup_fraction=0.25, decay=2it)", 8), {.5, 1, 1, 1, 1, 1, .5, 0},
              "wsd");
  EXPECT_EQ(values("olmo.CosWithWarmup(warmup=2it)", 6)[5], 0.1);
}

TEST(Olmo, WantsItsWarmupOnce) {
  for (const char* text : {"olmo.CosWithWarmup",
                           "olmo.CosWithWarmup(warmup=2it, "
                           "warmup_fraction=0.5)"}) {
    EXPECT_THAT(error_of(text, plan_of(9)), HasSubstr("give one of warmup (a length)")) << text;
  }
  EXPECT_THAT(error_of("olmo.WSD(warmup=2it, decay=2it, decay_fraction=0.5)", plan_of(9)),
              HasSubstr("give one of decay (a length)"));
}

}}  // namespace anneal
