#include <cmath>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

#include "schedulers/catalogue.h"
#include "schedulers/preview.h"
#include "schedulers/resolve.h"

// The schedules that every course shows, and two mistakes that a well-known textbook makes.
namespace anneal { namespace {

constexpr std::int64_t kUpdatesPerEpoch = 100;

ResolvedSchedule over_epochs(double epochs, const Schedule& schedule, double base) {
  return resolve(schedule,
                 plan_epochs(Epochs(epochs), Steps(kUpdatesPerEpoch), LearningRate(base)));
}

double rate(const ResolvedSchedule& schedule, std::int64_t step) {
  return (schedule.plan().base * schedule.at(Step(step))).value();
}

TEST(Textbook, StepGivesTheStaircaseOfThirtyEpochs) {
  // Adam at 0.1: 0.1 for ten epochs, then 0.01, then 0.001.
  const ResolvedSchedule s = over_epochs(30, step(10_ep, {.gamma = 0.1}), 0.1);
  EXPECT_DOUBLE_EQ(rate(s, 0), 0.1);
  EXPECT_DOUBLE_EQ(rate(s, 999), 0.1);
  EXPECT_DOUBLE_EQ(rate(s, 1000), 0.01);
  EXPECT_DOUBLE_EQ(rate(s, 1999), 0.01);
  EXPECT_DOUBLE_EQ(rate(s, 2000), 0.001);
  EXPECT_DOUBLE_EQ(rate(s, 2999), 0.001);
}

TEST(Textbook, CosineGoesFromTheBaseRateToZero) {
  const ResolvedSchedule s = over_epochs(10, cosine(), 0.3);
  EXPECT_EQ(rate(s, 0), 0.3);
  EXPECT_DOUBLE_EQ(rate(s, 500), 0.15);
  EXPECT_NEAR(rate(s, 999), 0.15 * (1.0 + std::cos(std::numbers::pi * 0.999)), 1e-15);
  EXPECT_EQ(s.summary().end, 0.0);
}

TEST(Textbook, WarmupIsBaseTimesStepOverWarmupStepsThenCosine) {
  const ResolvedSchedule s = over_epochs(10, warmup(200_it).then(cosine()), 0.3);
  for (int t = 0; t < 200; ++t) {
    EXPECT_DOUBLE_EQ(rate(s, t), 0.3 * t / 200.0);
  }
  EXPECT_EQ(rate(s, 200), 0.3);
  EXPECT_DOUBLE_EQ(rate(s, 600), 0.15);
}

TEST(Textbook, PlateauHalvesTheRateWhenTheValidationLossStalls) {
  const ResolvedSchedule s =
      over_epochs(10, plateau({.metric = "val_loss", .factor = 0.5, .patience = 3_ev}), 0.1);
  FeedbackState state = s.feedback();
  std::vector<double> rates;
  for (int epoch = 1; epoch < 10; ++epoch) {
    state = s.observe(state, Step(epoch * kUpdatesPerEpoch), {{"val_loss", 0.7}});
    rates.push_back(0.1 * s.at(Step(epoch * kUpdatesPerEpoch), state).value());
  }
  EXPECT_EQ(rates, (std::vector<double>{0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.025}));
}

TEST(Textbook, WarmupIsNotAppliedOneEpochLate) {
  // The textbook calls its scheduler after the first epoch, so the rates of its epochs run
  // 0.3, 0.0, 0.06, ...: the first epoch trains at the full rate, the second one not at all.
  const ResolvedSchedule s = over_epochs(30, warmup(5_ep).then(cosine()).by_epoch(), 0.3);
  EXPECT_EQ(rate(s, 0), 0.0);
  EXPECT_DOUBLE_EQ(rate(s, kUpdatesPerEpoch), 0.06);
  EXPECT_DOUBLE_EQ(rate(s, 2 * kUpdatesPerEpoch), 0.12);
  EXPECT_EQ(rate(s, 5 * kUpdatesPerEpoch), 0.3);
}

TEST(Textbook, PlottingAScheduleDoesNotConsumeIt) {
  // The textbook's factor scheduler changes whenever it is asked: its plot shows 0.5 and 0.25, and
  // the training after it begins at 0.125.
  const ResolvedSchedule s = over_epochs(3, step(1_ep, {.gamma = 0.5}), 1.0);
  const std::vector<double> plot = s.values(Step(0), s.plan().total);
  preview(s);
  EXPECT_EQ(plot[0], 1.0);
  EXPECT_EQ(plot[kUpdatesPerEpoch], 0.5);
  for (std::int64_t t = 0; t < s.plan().total.count(); ++t) {  // the training after the plot
    EXPECT_EQ(rate(s, t), plot[static_cast<std::size_t>(t)]);
    EXPECT_EQ(rate(s, t), plot[static_cast<std::size_t>(t)]);  // asked twice
  }
}

}}  // namespace anneal
