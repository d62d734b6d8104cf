#include <chrono>
#include <cstdint>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedulers/catalogue.h"
#include "schedulers/preview.h"
#include "schedulers/sweep.h"

// Lengths beyond every run, and runs beyond every loop.

namespace anneal { namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ResolvedSchedule over(const std::string& text, std::int64_t total) {
  return resolve(parse_schedule(text), {.updates_per_epoch = 100_it, .total = Steps(total)});
}

std::string error_of(const std::string& text, std::int64_t total = 1000) {
  try {
    over(text, total);
  } catch (const spec::SpecError& error) {
    return error.what();
  }
  return "no error";
}

// Under UBSan, where sums of whole numbers would overflow.
TEST(Lengths, EndlessPiecesAreRefusedHoweverMany) {
  std::string pieces;
  for (int i = 0; i < 12; ++i) {
    pieces += "constant(for=1e300ep) then ";
  }
  EXPECT_THAT(error_of(pieces + "constant"), HasSubstr("the run has 1000"));
  EXPECT_THAT(error_of("cyclic(low=0, up=1e300ep, down=1e300ep)"), "no error");
  EXPECT_THAT(error_of("onecycle(warmup=1e300ep, phases=3)"), HasSubstr("shorten it"));
  EXPECT_THAT(error_of("stretch(" + pieces + "constant, 2)"), HasSubstr("the run has 1000"));
  EXPECT_THAT(error_of("window(" + pieces + "constant, skip=1e300ep)"), HasSubstr("schedule ends"));
}

TEST(Lengths, SharesOfEndlessPartsAreLeftAsTheyAre) {
  EXPECT_THAT(apportion({1e300, 1e300, 1.5}, 10), ElementsAre(kEndless, kEndless, 1));
  EXPECT_EQ(rounded(1e300), kEndless);
}

TEST(Lengths, ThousandsOfLateMilestonesAreOneWarning) {
  std::string at = "[";
  for (int i = 0; i < 12'000; ++i) {
    at += (i > 0 ? ", " : "") + std::to_string(2000 + i) + "it";
  }
  at += "]";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(
      over("multistep(at=" + at + ")", 1000).warnings(),
      ElementsAre(HasSubstr("12000 milestones, the first at its update 2000, never come: it "
                            "lasts only 1000 (move the milestones)")));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

TEST(LongRuns, ABillionUpdatesAreSampledInAMoment) {
  const auto begin = std::chrono::steady_clock::now();
  for (const std::int64_t total : {std::int64_t{1'000'000'000}, std::int64_t{1'000'000'000'000}}) {
    const ResolvedSchedule schedule = over("cosine", total);
    const RateSamples samples = sampled_rates(schedule, schedule.feedback());
    EXPECT_LE(samples.rates.size(), 1'000'000U);
    EXPECT_GE(static_cast<double>(samples.stride) * static_cast<double>(samples.rates.size()),
              static_cast<double>(total));
    EXPECT_EQ(samples.rates.front(), 1.0);
    EXPECT_NEAR(samples.rates[samples.rates.size() / 2], 0.5, 1e-5);
    EXPECT_NEAR(preview(schedule).mean, 0.5, 1e-5);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(LongRuns, SamplesSeeCyclesThatDivideTheDistanceBetweenThem) {
  // 1e8 updates are looked at in blocks of 1000, each of them one cycle.
  const ResolvedSchedule schedule = over("cosine_restarts(first=1000it)", 100'000'000);
  EXPECT_NEAR(preview(schedule).mean, 0.5, 0.001);
  const RateSamples samples = sampled_rates(schedule, schedule.feedback(), 100'000);
  EXPECT_EQ(samples.stride, 1000);
  double sum = 0.0;
  for (const double rate : samples.rates) {
    sum += rate;
  }
  EXPECT_NEAR(sum / 100'000.0, 0.5, 0.001);
}

TEST(LongRuns, AShortOneHasEveryRate) {
  const ResolvedSchedule schedule = over("linear", 1000);
  const RateSamples samples = sampled_rates(schedule, schedule.feedback());
  EXPECT_EQ(samples.stride, 1);
  EXPECT_EQ(samples.rates, rates_of(schedule, schedule.feedback()));
}

TEST(Preview, KnowsTheLowestRateAndThoseAtTheEndsOfPieces) {
  const Preview p =
      preview(resolve(parse_schedule("warmup(10%, from=0.1) then linear(to=0.5)"),
                      {.updates_per_epoch = 10_it, .total = 100_it, .base = LearningRate(2.0)}));
  EXPECT_EQ(p.lowest, 0.2);
  EXPECT_EQ(p.pieces[0].first, 0.2);
  EXPECT_EQ(p.pieces[1].first, 2.0);
  EXPECT_EQ(p.pieces[1].last, p.last);
}

TEST(Preview, TakesItsFiguresFromWhatWasHeard) {
  const ResolvedSchedule schedule = over("plateau(factor=0.5, patience=1ev)", 1000);
  const FeedbackState seen = replay(schedule, {1, 1, 1, 1});
  const Preview p = preview(schedule, seen);
  EXPECT_EQ(p.last, 0.5);
  EXPECT_EQ(p.lowest, 0.5);
  EXPECT_EQ(p.area, 300 + 0.5 * 700);
  EXPECT_EQ(preview(schedule).area, 1000);
}

TEST(Bound, IsThePeakWithEveryFeedbackAtItsLargest) {
  EXPECT_EQ(over("greedy(max=3, patience=1ev)", 1000).bound().peak, 3.0);
  EXPECT_EQ(over("constant(2) * greedy(patience=1ev)", 1000).bound().peak, 20.0);
  EXPECT_EQ(over("plateau(patience=1ev)", 1000).bound().peak, 1.0);
  EXPECT_EQ(over("constant(2)", 1000).bound().peak, 2.0);
}

TEST(Resolve, RefusesARateThatNoNumberCanHold) {
  try {
    resolve(constant(1e10),
            {.updates_per_epoch = 1_it, .total = 5_it, .base = LearningRate(1e308)});
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), HasSubstr("1e+308 x 1e+10 at update 0, more than a number can hold"));
  }
}

}}  // namespace anneal
