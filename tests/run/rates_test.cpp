#include "apps/run/rates.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t kUpdates = 100;

RunConfig with_rate(const std::string& schedule) {
  RunConfig config;
  config.schedule = schedule;
  return config;
}

RunConfig with_momentum(const std::string& schedule) {
  RunConfig config;
  config.momentum_schedule = schedule;
  return config;
}

RunConfig with_decay(const std::string& schedule) {
  RunConfig config;
  config.weight_decay_schedule = schedule;
  return config;
}

RunConfig with_group(const std::string& group) {
  RunConfig config;
  config.groups = {group};
  return config;
}

RunRates rates_of(const RunConfig& config, const BaseRates& base = {0.1, 0.9, 0.01}) {
  return RunRates(parse_schedules(config), base,
                  {.updates_per_epoch = 10_it, .total = Steps(kUpdates)});
}

std::string error_of(const RunConfig& config, const BaseRates& base = {0.1, 0.9, 0.01}) {
  try {
    rates_of(config, base);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no error";
}

TEST(RunRates, AMomentumThatWouldReachOneIsRefusedWithTheUpdateAndTheProduct) {
  EXPECT_EQ(error_of(with_momentum("linear(from=0.5, to=1.2, endpoint=true)")),
            "momentum schedule: its largest value is 0.9 x 1.2 = 1.08 at update 99, but momentum "
            "must be below 1 (lower the schedule or the optimizer's momentum)");
  EXPECT_EQ(error_of(with_momentum("linear(from=0.5, to=1.1)")), "no error");
  EXPECT_THAT(error_of(with_momentum("constant(2)"), {0.1, 0.5, 0.0}),
              HasSubstr("0.5 x 2 = 1 at update 0"));
}

TEST(RunRates, AMomentumThatAMetricCouldDriveBeyondOneIsRefused) {
  EXPECT_THAT(error_of(with_momentum("greedy(metric=val_loss, max=10)")),
              HasSubstr("0.9 x 10 = 9 at update 0"));
  EXPECT_EQ(error_of(with_momentum("greedy(metric=val_loss, max=1.1)")), "no error");
  EXPECT_EQ(error_of(with_momentum("plateau(metric=val_loss)")), "no error");
}

TEST(RunRates, AnInfiniteRateOrWeightDecayIsRefused) {
  EXPECT_THAT(error_of(with_rate("constant(1e10)"), {1e308, 0.9, 0.01}),
              HasSubstr("1e+308 x 1e+10 at update 0, more than a number can hold"));
  EXPECT_THAT(error_of(with_decay("constant(1e10)"), {0.1, 0.9, 1e308}),
              HasSubstr("more than a number can hold"));
  EXPECT_THAT(error_of(with_group("a: lr=1e308, schedule=constant(1e10)")),
              HasSubstr("more than a number can hold"));
  EXPECT_THAT(error_of(with_rate("greedy(max=100)"), {1e307, 0.9, 0.01}),
              HasSubstr("more than a number can hold"));
}

TEST(MetricNames, AreThoseThatTheRunHas) {
  EXPECT_THAT(metric_names({.classification = false}), ElementsAre("train_loss", "val_loss"));
  EXPECT_THAT(metric_names({.classification = true, .averaged = true}),
              ElementsAre("train_loss", "val_loss", "val_accuracy", "avg_train_loss",
                          "avg_val_loss", "avg_val_accuracy"));
}

std::string metric_error(const RunConfig& config, const EvaluationKind& kind) {
  try {
    rates_of(config).check_metrics(metric_names(kind));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no error";
}

TEST(MetricNames, AreCheckedForEveryScheduleOfTheRun) {
  EXPECT_EQ(metric_error(with_rate("plateau(metric=vall_loss)"), {}),
            "schedule: unknown metric vall_loss (did you mean val_loss?)");
  EXPECT_EQ(metric_error(with_group("layers.0.*: schedule=plateau(metric=val_acc, mode=max)"), {}),
            "lr:layers.0.* schedule: unknown metric val_acc (did you mean val_accuracy?)");
  EXPECT_EQ(metric_error(with_momentum("plateau(metric=avg_val_loss)"), {}),
            "momentum schedule: listens to avg_val_loss, which this run does not have (keep a "
            "weight average: --average ema)");
  EXPECT_EQ(metric_error(with_rate("plateau(metric=val_accuracy)"), {.classification = false}),
            "schedule: listens to val_accuracy, which this run does not have (it is for "
            "classification: listen to val_loss)");
  EXPECT_EQ(metric_error(with_rate("plateau(metric=avg_val_loss)"), {.averaged = true}),
            "no error");
}

/// An evaluation after `step` updates, with an average once it holds something.
EvalRecord evaluated(std::int64_t step, double val_loss, std::optional<double> average) {
  EvalRecord eval;
  eval.step = step;
  eval.train_loss = 1.0;
  eval.val_loss = val_loss;
  if (average) {
    eval.average = AverageEval{.train_loss = 1.0, .val_loss = *average, .val_accuracy = 0.5};
  }
  return eval;
}

TEST(RunRates, APlateauMayListenToTheWeightAverage) {
  RunRates rates = rates_of(with_rate("plateau(metric=avg_val_loss, factor=0.5, patience=1ev)"));
  // val_loss falls all the time, its average does not
  rates.observe(evaluated(10, 1.0, 0.5));
  rates.observe(evaluated(20, 0.9, 0.5));
  EXPECT_EQ(rates.at(20).lr, 0.1);
  rates.observe(evaluated(30, 0.8, 0.5));
  EXPECT_EQ(rates.at(30).lr, 0.05);
}

TEST(RunRates, WhileTheAverageHoldsNothingItsListenersHearNothing) {
  RunRates rates =
      rates_of(with_rate("plateau(metric=avg_val_loss, factor=0.5, patience=1ev) "
                         "* plateau(metric=val_loss, factor=0.1, patience=1ev)"));
  for (const std::int64_t step : {10, 20, 30}) {
    rates.observe(evaluated(step, 1.0, std::nullopt));
  }
  EXPECT_DOUBLE_EQ(rates.at(30).lr, 0.01);  // the second one has heard three without gain
}

}}  // namespace anneal
