#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "optim/averages.h"
#include "tests/optim/support.h"

namespace anneal { namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr RunLength kRun{.updates_per_epoch = 10_it, .total = 100_it};

std::unique_ptr<WeightAverage> average_for(const std::string& text, const RunLength& run = kRun) {
  return make_average(spec::parse(text), {one_parameter(1)}, run);
}

/// The updates of a run whose weights the average takes in.
std::vector<std::int64_t> taken(const WeightAverage& average, std::int64_t updates) {
  std::vector<std::int64_t> result;
  for (std::int64_t u = 1; u <= updates; ++u) {
    if (average.count_after(u) > average.count_after(u - 1)) {
      result.push_back(u);
    }
  }
  return result;
}

TEST(AverageUnits, TailWithoutArgumentsIsTheLastQuarterOfTheRun) {
  EXPECT_EQ(taken(*average_for("tail"), 100).front(), 75);
  EXPECT_EQ(average_for("tail")->count_after(100), 26);  // after updates 75, 76, ..., 100
  EXPECT_EQ(average_for("tail")->count_after(74), 0);
}

TEST(AverageUnits, UpdatesEpochsAndSharesMeanTheSameLength) {
  for (const char* text : {"tail(start=80it, every=10it)", "tail(start=8ep, every=1ep)",
                           "swa(start=80%, every=10%)"}) {
    EXPECT_THAT(taken(*average_for(text), 100), ElementsAre(80, 90, 100)) << text;
  }
  for (const char* text : {"lawa(every=30it)", "lawa(every=3ep)", "lawa(every=30%)"}) {
    EXPECT_THAT(taken(*average_for(text), 100), ElementsAre(30, 60, 90)) << text;
  }
}

TEST(AverageUnits, HalvesOfAnUpdateRoundUp) {
  const RunLength run{.updates_per_epoch = 31_it, .total = 62_it};
  EXPECT_EQ(taken(*average_for("tail", run), 62).front(), 47);  // 46.5
  EXPECT_THAT(taken(*average_for("lawa(every=0.5ep)", run), 62), ElementsAre(16, 32, 48));
}

TEST(AverageUnits, ATailFromTheVeryBeginningLeavesOutWhatNoUpdateHasChanged) {
  EXPECT_THAT(taken(*average_for("tail(start=0%, every=10it)"), 40), ElementsAre(10, 20, 30, 40));
  EXPECT_EQ(average_for("tail(start=0it)")->count_after(3), 3);
}

TEST(AverageUnits, ABareNumberIsRefusedWithWhatToWriteInstead) {
  for (const char* text : {"tail(start=10)", "tail(every=10)", "lawa(every=10)", "swa(10)"}) {
    EXPECT_THAT([&] { average_for(text); },
                ThrowsMessage<spec::SpecError>(AllOf(
                    HasSubstr("10 what? write 10it (updates), 10ep (epochs) or 5% (of the run)"))))
        << text;
  }
  EXPECT_THAT([] { average_for("tail(start=0.75)"); },
              ThrowsMessage<spec::SpecError>(HasSubstr("0.75 what?")));
}

TEST(AverageUnits, ALengthOfWhichNothingIsLeftIsRefusedWithTheArithmetic) {
  EXPECT_THAT(
      [] { average_for("lawa(every=0.1%)"); },
      ThrowsMessage<spec::SpecError>(HasSubstr("lawa: every: 0.1% of 100 updates = 0.1, which "
                                               "rounds to 0 updates (write at least 1it)")));
  EXPECT_THAT([] { average_for("tail(every=0it)"); },
              ThrowsMessage<spec::SpecError>(HasSubstr("every must be > 0, got 0it")));
  EXPECT_THAT([] { average_for("tail(start=-5it)"); },
              ThrowsMessage<spec::SpecError>(HasSubstr("start is -5it")));
  EXPECT_THAT([] { average_for("tail(every=1.5it)"); },
              ThrowsMessage<spec::SpecError>(HasSubstr("whole numbers")));
}

TEST(AverageUnits, OptionsInCppTakeTheSameUnits) {
  const NamedParameters p = {one_parameter(1)};
  EXPECT_THAT(taken(TailAverage(p, {.start = 80_pct, .every = 1_ep}, kRun), 100),
              ElementsAre(80, 90, 100));
  EXPECT_THAT(taken(Lawa(p, {.every = 40_it}, kRun), 100), ElementsAre(40, 80));
  EXPECT_THAT([&] { TailAverage(p, {.start = 0.001_pct}, kRun); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("tail: start: 0.001% of 100")));
  EXPECT_THAT([&] { Lawa(p, {.every = 0_it}, kRun); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("lawa: every must be > 0, got 0it")));
  for (const double bad :
       {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_THAT([&] { TailAverage(p, {.start = Epochs(bad)}, kRun); },
                ThrowsMessage<std::invalid_argument>(HasSubstr("tail: start must be finite")));
  }
}

TEST(AverageUnits, TheDefaultsOfOptionsAndTextAreTheSame) {
  const NamedParameters p = {one_parameter(1)};
  const RunLength run{.updates_per_epoch = 100_it, .total = 1000_it};
  EXPECT_EQ(taken(TailAverage(p, {}, run), 1000), taken(*average_for("tail", run), 1000));
  EXPECT_EQ(taken(Lawa(p, {}, run), 1000), taken(*average_for("lawa", run), 1000));
}

// The count that is known before the run is the number of weights that were taken in.
TEST(AverageUnits, WhatIsCountedIsWhatIsTakenIn) {
  for (const char* text : {"ema", "tail", "tail(start=0%, every=3it)", "lawa(snapshots=2)"}) {
    const auto average = average_for(text);
    EXPECT_FALSE(average->has_average());
    for (int u = 1; u <= 100; ++u) {
      average->observe();
      EXPECT_EQ(average->has_average(), average->count_after(u) > 0) << text << ' ' << u;
    }
  }
}

}}  // namespace anneal
