#include <cmath>

#include <gtest/gtest.h>

#include "apps/run/rates.h"

namespace anneal { namespace {

RunConfig config_of(const char* schedule) {
  RunConfig config;
  config.schedule = schedule;
  return config;
}

const RunPlan kPlan{.updates_per_epoch = Steps(10), .total = Steps(100)};

TEST(CounterSchedule, OnecycleTakesTheMomentumDownWhileTheRateClimbsWhenAsked) {
  const RunConfig config = config_of("onecycle(momentum=true)");
  const RunRates rates(config, {.lr = 0.1, .momentum = 0.9}, kPlan);
  EXPECT_NEAR(rates.at(0).momentum.value(), 0.95, 1e-12);
  EXPECT_NEAR(rates.at(29).momentum.value(), 0.85, 1e-12);
  EXPECT_NEAR(rates.at(29).lr, 0.1, 1e-12);
  EXPECT_NEAR(rates.at(99).momentum.value(), 0.95, 1e-12);
}

TEST(CounterSchedule, OnecycleLeavesTheMomentumAloneUnlessAsked) {
  const RunConfig config = config_of("onecycle");
  EXPECT_FALSE(RunRates(config, {.lr = 0.1, .momentum = 0.9}, kPlan).at(0).momentum.has_value());
}

TEST(CounterSchedule, GivesWayToAMomentumScheduleOfTheUser) {
  RunConfig config = config_of("onecycle(momentum=true)");
  config.momentum_schedule = "constant";
  EXPECT_EQ(RunRates(config, {.lr = 0.1, .momentum = 0.9}, kPlan).at(29).momentum.value(), 0.9);
}

TEST(CounterSchedule, NeedsAnOptimizerWithMomentum) {
  const RunConfig config = config_of("onecycle(momentum=true)");
  EXPECT_THROW(RunRates(config, {.lr = 0.1}, kPlan), std::invalid_argument);
}

}}  // namespace anneal
