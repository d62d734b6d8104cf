#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

// Whether a smaller or a larger metric is better.

namespace anneal { namespace {

using ::testing::HasSubstr;

std::string error_of(const std::string& text) {
  try {
    parse_schedule(text);
  } catch (const spec::SpecError& error) {
    return error.what();
  }
  return "no error";
}

/// The multiplier after these values of `metric`, one after each epoch.
double after(const std::string& text, const std::string& metric, std::vector<double> heard) {
  const ResolvedSchedule schedule =
      resolve(parse_schedule(text), {.updates_per_epoch = 10_it, .total = 100_it});
  FeedbackState state = schedule.feedback();
  std::int64_t t = 0;
  for (const double value : heard) {
    state = schedule.observe(state, Step(t += 10), {{metric, value}});
  }
  return schedule.at(Step(t), state).value();
}

TEST(Senses, AnAccuracyThatRisesIsNoStall) {
  for (const std::string metric : {"val_accuracy", "avg_val_accuracy"}) {
    const std::string text = "plateau(factor=0.5, patience=1ev, metric=" + metric + ")";
    EXPECT_EQ(after(text, metric, {0.5, 0.6, 0.7, 0.8}), 1.0);
    EXPECT_EQ(after(text, metric, {0.8, 0.7, 0.6}), 0.5);
  }
  EXPECT_EQ(after("plateau(factor=0.5, patience=1ev)", "val_loss", {0.8, 0.7, 0.6}), 1.0);
  EXPECT_GT(after("greedy(metric=val_accuracy, patience=1ev)", "val_accuracy", {.5, .6, .7}), 1.0);
}

TEST(Senses, TheTextSaysWhatWasInferredUnlessItIsMin) {
  EXPECT_EQ(to_text(parse_schedule("plateau(metric=val_accuracy)")),
            "plateau(metric=val_accuracy, mode=max)");
  EXPECT_EQ(to_text(parse_schedule("plateau(factor=0.5, mode=max, metric=val_accuracy)")),
            "plateau(metric=val_accuracy, mode=max, factor=0.5)");
  EXPECT_EQ(to_text(parse_schedule("plateau(mode=min, patience=3ev)")), "plateau(patience=3ev)");
  EXPECT_EQ(to_text(parse_schedule("plateau(metric=perplexity, mode=min)")),
            "plateau(metric=perplexity, mode=min)");
  EXPECT_EQ(plateau({.metric = "val_accuracy"}),
            plateau({.metric = "val_accuracy", .maximize = true}));
  EXPECT_EQ(greedy(), parse_schedule("greedy(mode=min)"));
}

TEST(Senses, ANameThatDoesNotSayIsAsked) {
  EXPECT_EQ(error_of("plateau(metric=perplexity)"),
            "plateau: metric: the name perplexity does not say whether smaller or larger is better "
            "(write mode=min or mode=max)");
  EXPECT_THAT(error_of("greedy(metric=f1)"), HasSubstr("the name f1 does not say"));
  EXPECT_EQ(
      error_of("plateau(metric=vall_oss)"),
      "plateau: metric: unknown metric vall_oss (did you mean val_loss?); for one of your own "
      "write mode=min or mode=max");
}

TEST(Senses, AContradictionIsRefused) {
  EXPECT_THAT(error_of("plateau(metric=val_accuracy, mode=min)"),
              HasSubstr("got min, but a larger val_accuracy is better (leave mode out, or write "
                        "mode=max)"));
  EXPECT_THAT(error_of("greedy(metric=val_loss, mode=max)"),
              HasSubstr("got max, but a smaller val_loss is better"));
}

}}  // namespace anneal
