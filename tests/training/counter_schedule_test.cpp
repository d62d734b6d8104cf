#include <cmath>

#include <gtest/gtest.h>

#include "apps/run/rates.h"

namespace anneal { namespace {

RunSchedules schedules_of(const char* schedule) {
  RunConfig config;
  config.schedule = schedule;
  return parse_schedules(config);
}

const RunPlan kPlan{.updates_per_epoch = Steps(10), .total = Steps(100)};

TEST(CounterSchedule, OnecycleTakesTheMomentumDownWhileTheRateClimbsWhenAsked) {
  const RunSchedules schedules = schedules_of("onecycle(momentum=true)");
  const RunRates rates(schedules, {.lr = 0.1, .momentum = 0.9}, kPlan);
  EXPECT_NEAR(rates.at(0).momentum.value(), 0.95, 1e-12);
  EXPECT_NEAR(rates.at(29).momentum.value(), 0.85, 1e-12);
  EXPECT_NEAR(rates.at(29).lr, 0.1, 1e-12);
  EXPECT_NEAR(rates.at(99).momentum.value(), 0.95, 1e-12);
}

TEST(CounterSchedule, OnecycleLeavesTheMomentumAloneUnlessAsked) {
  const RunSchedules schedules = schedules_of("onecycle");
  EXPECT_FALSE(RunRates(schedules, {.lr = 0.1, .momentum = 0.9}, kPlan).at(0).momentum.has_value());
}

TEST(CounterSchedule, GivesWayToAMomentumScheduleOfTheUser) {
  RunSchedules schedules = schedules_of("onecycle(momentum=true)");
  schedules.momentum = parse_schedule("constant");
  EXPECT_EQ(RunRates(schedules, {.lr = 0.1, .momentum = 0.9}, kPlan).at(29).momentum.value(), 0.9);
}

TEST(CounterSchedule, NeedsAnOptimizerWithMomentum) {
  const RunSchedules schedules = schedules_of("onecycle(momentum=true)");
  EXPECT_THROW(RunRates(schedules, {.lr = 0.1}, kPlan), std::invalid_argument);
}

}}  // namespace anneal
