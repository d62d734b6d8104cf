#include "schedulers/feedback.h"

#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal { namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ResolvedSchedule over(const std::string& text, std::int64_t epochs = 50) {
  return resolve(parse_schedule(text), {.updates_per_epoch = 10_it, .total = Steps(10 * epochs)});
}

// The multiplier after each evaluation, one evaluation after every epoch.
std::vector<double> trace(const std::string& text, const std::vector<double>& losses) {
  const ResolvedSchedule s = over(text);
  FeedbackState state = s.feedback();
  std::vector<double> result;
  std::int64_t t = 0;
  for (const double loss : losses) {
    t += 10;
    state = s.observe(state, Step(t), {{"val_loss", loss}, {"val_accuracy", loss}});
    result.push_back(s.at(Step(t), state).value());
  }
  return result;
}

const std::vector<double> kStalled(8, 0.5);

void expect_trace(const std::string& text,
                  const std::vector<double>& losses,
                  const std::vector<double>& expected) {
  const std::vector<double> actual = trace(text, losses);
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) {
    EXPECT_NEAR(actual[i], expected[i], 1e-15) << text << " after evaluation " << i + 1;
  }
}

TEST(Plateau, ActsAfterMoreThanPatienceEvaluationsLikePyTorch) {
  expect_trace("plateau(patience=2ev)", kStalled, {1, 1, 1, .1, .1, .1, .01, .01});
  expect_trace("plateau(patience=2ev, cooldown=1ev)", kStalled, {1, 1, 1, .1, .1, .1, .1, .01});
  expect_trace("plateau(patience=0ev)", {.5, .5, .5, .4}, {1, .1, .01, .01});
}

TEST(Plateau, ActsAtThePatienceThEvaluationLikeKerasAndOptaxWhenAsked) {
  expect_trace("plateau(patience=2ev, acts=at)", {.5, .5, .5, .5, .5, .5},
               {1, 1, .1, .1, .01, .01});
}

TEST(Plateau, ForgetsTheStallWhenTheMetricImproves) {
  expect_trace("plateau(patience=1ev)", {.5, .5, .4, .4, .3, .3, .3}, {1, 1, 1, 1, 1, 1, .1});
}

TEST(Plateau, CallsOnlyAGainAboveTheThresholdAnImprovement) {
  expect_trace("plateau(patience=0ev, threshold=0.1)", {1.0, 0.91, 0.89, 0.80},
               {1, .1, .1, .1 * .1 * 10});
  expect_trace("plateau(patience=0ev, threshold=0.1, threshold_mode=abs)", {0.5, 0.41, 0.39},
               {1, .1, .1});
  expect_trace("plateau(patience=0ev, threshold=0.1)", {-1.0, -1.09, -1.2}, {1, .1, .1});
}

TEST(Plateau, CountsNaNAsNotImproved) {
  const double nan = std::nan("");
  expect_trace("plateau(patience=1ev)", {nan, nan, .5, nan, nan, .4}, {1, .1, .1, .1, .01, .01});
}

TEST(Plateau, NeverGoesBelowItsMinimum) {
  expect_trace("plateau(patience=0ev, min=0.05)", kStalled, {1, .1, .05, .05, .05, .05, .05, .05});
}

TEST(Plateau, CanPreferLargerMetrics) {
  expect_trace("plateau(metric=val_accuracy, mode=max, patience=0ev)", {.5, .6, .6, .7},
               {1, 1, .1, .1});
}

TEST(Plateau, ComposesWithEverything) {
  const ResolvedSchedule s = over("warmup(2ep) then plateau(patience=0ev) * cosine");
  FeedbackState state = s.feedback();
  state = s.observe(state, Step(10), {{"val_loss", 0.1}});  // during the warmup: not heard
  state = s.observe(state, Step(20), {{"val_loss", 0.5}});
  EXPECT_EQ(s.at(Step(20), state).value(), 1.0);
  state = s.observe(state, Step(30), {{"val_loss", 0.5}});
  const double smooth = s.at(Step(30)).value();
  EXPECT_NEAR(s.at(Step(30), state).value(), 0.1 * smooth, 1e-15);
  EXPECT_NEAR(s.at(Step(29), state).value(), s.at(Step(29)).value(), 0.0);
}

TEST(Plateau, ChangesAtTheEpochWhenByEpoch) {
  const ResolvedSchedule s = over("plateau(patience=0ev) by epoch");
  FeedbackState state = s.feedback();
  state = s.observe(state, Step(3), {{"val_loss", 0.5}});
  state = s.observe(state, Step(6), {{"val_loss", 0.5}});
  EXPECT_EQ(s.at(Step(9), state).value(), 1.0);
  EXPECT_EQ(s.at(Step(10), state).value(), 0.1);
}

TEST(Feedback, LeavesThePastAsItWas) {
  const ResolvedSchedule s = over("plateau(patience=0ev)");
  FeedbackState state = s.feedback();
  state = s.observe(state, Step(10), {{"val_loss", 0.5}});
  state = s.observe(state, Step(20), {{"val_loss", 0.5}});
  EXPECT_EQ(s.at(Step(19), state).value(), 1.0);
  EXPECT_EQ(s.at(Step(20), state).value(), 0.1);
  EXPECT_EQ(s.values(Step(18), 4_it, state), (std::vector<double>{1, 1, 0.1, 0.1}));
}

TEST(Feedback, ResumesFromItsTextBitForBit) {
  const ResolvedSchedule s = over(
      "plateau(patience=1ev, cooldown=2ev) * plateau(metric=train_loss, "
      "patience=2ev, factor=1/3)");
  const auto metrics = [](int i) {
    return Metrics{{"val_loss", 1.0 / (1 + i % 3)}, {"train_loss", i == 4 ? std::nan("") : 0.3}};
  };
  FeedbackState whole = s.feedback();
  FeedbackState resumed = s.feedback();
  for (int i = 1; i <= 40; ++i) {
    whole = s.observe(whole, Step(10 * i), metrics(i));
    resumed = parse_feedback(to_text(resumed));  // a checkpoint after every evaluation
    resumed = s.observe(resumed, Step(10 * i), metrics(i));
    ASSERT_EQ(resumed, whole) << i;
  }
  EXPECT_LT(s.at(Step(400), whole).value(), 0.01);
}

TEST(Feedback, RefusesAStateThatIsNotItsOwn) {
  const ResolvedSchedule s = over("plateau");
  EXPECT_THROW(s.observe(FeedbackState{}, Step(1), {{"val_loss", 1.0}}), std::invalid_argument);
  EXPECT_THROW(parse_feedback("plateau"), std::runtime_error);
  EXPECT_THROW(parse_feedback("[[1, 2]]"), std::runtime_error);
  EXPECT_THROW(parse_feedback("[[[1], [2]]]"), std::runtime_error);
  EXPECT_THROW(parse_feedback("[[[1], [-2, 1]]]"), std::runtime_error);
  EXPECT_THROW(parse_feedback("[[["), std::runtime_error);
}

TEST(Feedback, NamesTheMetricsThatAreMissing) {
  const ResolvedSchedule s = over("plateau(metric=val_los, mode=min)");
  EXPECT_THAT(s.metrics(), ElementsAre("val_los"));
  try {
    s.observe(s.feedback(), Step(10), {{"val_loss", 1.0}});
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), HasSubstr("no metric val_los in this evaluation (known: val_loss)"));
  }
  EXPECT_TRUE(over("cosine").metrics().empty());
}

}}  // namespace anneal
