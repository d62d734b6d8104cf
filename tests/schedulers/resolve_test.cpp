#include "schedulers/resolve.h"

#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedulers/catalogue.h"
#include "schedulers/plan.h"

namespace anneal { namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

RunPlan run_of(std::int64_t total, std::int64_t updates_per_epoch = 10) {
  return {.updates_per_epoch = Steps(updates_per_epoch), .total = Steps(total)};
}

ResolvedSchedule resolved(const std::string& text, const RunPlan& plan) {
  return resolve(parse_schedule(text), plan);
}

std::vector<double> values(const std::string& text, const RunPlan& plan) {
  return resolved(text, plan).values(Step(0), plan.total);
}

std::string error_of(const std::string& text, const RunPlan& plan) {
  try {
    resolved(text, plan);
  } catch (const spec::SpecError& error) {
    return std::string(error.what()) + "\n" + error.excerpt();
  }
  return "no error";
}

std::vector<std::int64_t> lengths(const std::string& text, const RunPlan& plan) {
  std::vector<std::int64_t> result;
  for (const Piece& piece : resolved(text, plan).pieces()) {
    if (piece.depth == 0) {
      result.push_back(piece.length.count());
    }
  }
  return result;
}

TEST(Resolve, TurnsEpochsIntoUpdates) {
  EXPECT_THAT(lengths("warmup(2ep) then cosine", run_of(100, 10)), ElementsAre(20, 80));
  EXPECT_EQ(values("warmup(2ep) then cosine", run_of(100, 10)),
            values("warmup(20it) then cosine", run_of(100, 10)));
}

TEST(Resolve, RoundsHalvesUp) {
  EXPECT_THAT(lengths("warmup(0.5ep) then cosine", run_of(15, 5)), ElementsAre(3, 12));
  EXPECT_THAT(lengths("warmup(0.49ep) then cosine", run_of(15, 5)), ElementsAre(2, 13));
  EXPECT_EQ(rounded(2.5), 3);
  EXPECT_EQ(rounded(2.4999), 2);
}

TEST(Resolve, SplitsFractionsByLargestRemainderSoThatNoUpdateIsLost) {
  EXPECT_THAT(
      lengths("constant(for=33.3%) then constant(for=33.3%) then constant(for=33.4%)", run_of(100)),
      ElementsAre(33, 33, 34));
  EXPECT_THAT(lengths("constant(for=1/3%) then constant(for=299/3%)", run_of(1000)),
              ElementsAre(3, 997));
  EXPECT_THAT(lengths("constant(for=25%) then constant(for=25%) then constant(for=25%) then "
                      "constant(for=25%)",
                      run_of(10)),
              ElementsAre(3, 3, 2, 2));
  EXPECT_THAT(apportion({2.5, 2.5, 2.5, 2.5}, 10), ElementsAre(3, 3, 2, 2));
  EXPECT_THAT(apportion({0.2, 0.7, 0.1}, 1), ElementsAre(0, 1, 0));
}

TEST(Resolve, MovesAProductOfDoublesOntoTheHalfThatItMisses) {
  EXPECT_LT(16.15 * 1000 / 100, 161.5);  // in doubles
  EXPECT_EQ(exact_updates({16.15, spec::Unit::kPercent}, run_of(1000)), 161.5);
  EXPECT_EQ(exact_updates({0.58, spec::Unit::kEpochs}, run_of(1000, 25)), 14.5);
  EXPECT_THAT(lengths("warmup(16.15%) then cosine", run_of(1000)), ElementsAre(162, 838));
  EXPECT_EQ(exact_updates({0.3, spec::Unit::kEpochs}, run_of(10, 10)), 3.0);
}

TEST(Resolve, GivesTheOpenPieceWhatTheOthersLeaveWhereverItStands) {
  EXPECT_THAT(lengths("constant then linear(for=20%)", run_of(100)), ElementsAre(80, 20));
  EXPECT_THAT(lengths("warmup(5%) then constant then linear(for=20%)", run_of(100)),
              ElementsAre(5, 75, 20));
  EXPECT_THAT(lengths("cosine(for=60it) then constant", run_of(100)), ElementsAre(60, 40));
  EXPECT_EQ(values("wsd", run_of(100)),
            values("warmup(5%) then constant then linear(to=0, for=20%)", run_of(100)));
}

TEST(Resolve, RefusesAPositiveLengthThatRoundsToNothing) {
  EXPECT_THAT(error_of("warmup(1%) then cosine", run_of(10)),
              StartsWith("warmup(1%) would last 0.1 updates, which rounds to 0: lengthen it, or "
                         "leave it out\nwarmup(1%) then cosine\n^^^^^^^^^^"));
  EXPECT_THAT(error_of("step(every=0.01ep)", run_of(100)),
              StartsWith("step: every: 0.01 epochs x 10 updates = 0.1, which rounds to 0 updates"));
}

TEST(Resolve, SaysWhereAScheduleThatIsTooShortEnds) {
  EXPECT_THAT(error_of("cosine(for=5000it)", run_of(9380)),
              StartsWith("schedule ends at update 5000, the run has 9380: add \"then constant\" or "
                         "lengthen a piece\n"));
}

TEST(Resolve, ShowsTheArithmeticOfAScheduleThatIsTooLong) {
  EXPECT_THAT(error_of("warmup(1000ep) then cosine", run_of(1000, 100)),
              StartsWith("schedule ends at update 100000, the run has 1000: warmup(1000ep) is 1000 "
                         "epochs x 100 updates = 100000, which leaves -99000 for the open piece "
                         "(write 1000it if updates were meant, or shorten a piece or lengthen the "
                         "run)\n"));
  EXPECT_THAT(error_of("constant(for=600it) then linear(for=700it)", run_of(1000)),
              StartsWith("schedule ends at update 1300, the run has 1000: linear(for=700it) takes "
                         "700 (shorten a piece or lengthen the run)\n"));
  EXPECT_THAT(error_of("constant * warmup(20ep)", run_of(100)), HasSubstr("the run has 100"));
}

TEST(Resolve, RefusesTwoOpenPieces) {
  EXPECT_THAT(error_of("cosine then constant", run_of(10)),
              StartsWith("cosine and constant are both open, but a sequence has room for one"));
  EXPECT_THAT(error_of("(cosine * warmup(1it)) then constant", run_of(10)), HasSubstr("both open"));
}

TEST(Resolve, TreatsAZeroLengthAsAbsent) {
  EXPECT_EQ(values("warmup(0it) then cosine", run_of(20)), values("cosine", run_of(20)));
  EXPECT_EQ(values("constant(0.5, for=0%) then cosine", run_of(20)), values("cosine", run_of(20)));
  EXPECT_EQ(values("warmup(0it) * cosine", run_of(20)), values("cosine", run_of(20)));
  EXPECT_THAT(lengths("warmup(0ep) then cosine", run_of(20)), ElementsAre(20));
}

TEST(Resolve, StartsEachPieceOnItsOwnClock) {
  const std::vector<double> v = values("constant(for=3it) then step(every=4it)", run_of(10));
  EXPECT_THAT(v, ElementsAre(1, 1, 1, 1, 1, 1, 1, 0.1, 0.1, 0.1));
}

TEST(Resolve, HoldsTheEndValueOfAShorterFactor) {
  EXPECT_THAT(values("linear(from=0.5, to=0.25, for=2it) * constant(2)", run_of(5)),
              ElementsAre(1, 0.75, 0.5, 0.5, 0.5));
  EXPECT_THAT(values("(warmup(1it) then linear(to=0.5, for=2it)) * constant(for=5it)", run_of(5)),
              ElementsAre(0, 1, 0.75, 0.5, 0.5));
  EXPECT_THAT(values("piecewise(values=[1, 2, 3], at=[2it, 5it], for=4it) * constant", run_of(7)),
              ElementsAre(1, 1, 2, 2, 2, 2, 2));
}

TEST(Resolve, MakesAProductAsLongAsItsLongestFactor) {
  EXPECT_THAT(lengths("constant(for=5it) * linear(for=2it) then constant", run_of(10)),
              ElementsAre(5, 5));
  EXPECT_THAT(lengths("linear(for=2it) * constant(for=5it) then constant", run_of(10)),
              ElementsAre(5, 5));
}

TEST(Resolve, DoesNotCareAboutTheOrderOfFactorsOrTheNestingOfSequences) {
  EXPECT_EQ(values("cosine * constant(0.3) * linear", run_of(50)),
            values("linear * cosine * constant(0.3)", run_of(50)));
  EXPECT_EQ(parse_schedule("(warmup(1it) then constant(for=2it)) then cosine"),
            parse_schedule("warmup(1it) then (constant(for=2it) then cosine)"));
}

TEST(Resolve, HoldsTheFirstValueOfEachEpochWhenByEpoch) {
  EXPECT_THAT(values("linear by epoch", run_of(10, 5)),
              ElementsAre(1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5));
}

TEST(Resolve, NeverLooksBeforeThePieceBeganWhenByEpoch) {
  // The piece begins at update 3, in the middle of an epoch: it starts at its first value there.
  EXPECT_THAT(
      values("constant(0.5, for=3it) then linear(for=4it) by epoch then constant(0)", run_of(8, 5)),
      ElementsAre(0.5, 0.5, 0.5, 1, 1, 0.5, 0.5, 0));
  EXPECT_THAT(values("constant(for=3it) then decay(gamma=0.5, every=1it) by epoch", run_of(7, 5)),
              ElementsAre(1, 1, 1, 1, 1, 0.25, 0.25));
}

TEST(Resolve, LooksBackOverTheWholeParenthesisWhenByEpoch) {
  EXPECT_THAT(values("(constant(0.5, for=3it) then linear(for=4it)) by epoch then constant(0)",
                     run_of(8, 5)),
              ElementsAre(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0));
}

TEST(Resolve, RefusesBadPlans) {
  EXPECT_THROW(resolved("cosine", run_of(0)), std::invalid_argument);
  EXPECT_THROW(resolved("cosine", run_of(10, 0)), std::invalid_argument);
  EXPECT_THROW(resolved("cosine", run_of(-5)), std::invalid_argument);
  EXPECT_THROW(plan_epochs(Epochs(std::nan("")), 5_it), std::invalid_argument);
  EXPECT_THROW(check_plan(run_of(0)), std::invalid_argument);
  EXPECT_THROW(check_plan(run_of((std::int64_t{1} << 53) + 1)), std::invalid_argument);
  EXPECT_NO_THROW(check_plan(run_of(std::int64_t{1} << 53)));
  EXPECT_THROW(check_plan({.updates_per_epoch = 1_it, .total = 1_it, .base = LearningRate(-1)}),
               std::invalid_argument);
  EXPECT_EQ(plan_epochs(2.5_ep, 5_it).total, 13_it);
}

TEST(Resolve, GivesFiniteValuesInTheLongestRun) {
  const std::int64_t longest = std::int64_t{1} << 53;
  for (const char* text :
       {"warmup(5%) then cosine", "step(every=1%)", "inverse_sqrt(timescale=1000it)",
        "cosine_restarts(first=1000it, mult=2)", "onecycle", "cosine_restarts(first=1it)"}) {
    const ResolvedSchedule s = resolved(text, run_of(longest, 1000));
    for (const std::int64_t t : {std::int64_t{0}, longest / 3, longest - 1}) {
      const double value = s.at(Step(t)).value();
      EXPECT_TRUE(std::isfinite(value) && value >= 0.0 && value <= 1.0) << text << " " << t;
    }
  }
}

TEST(Resolve, ExpandsShorthands) {
  EXPECT_EQ(to_text(expanded(parse_schedule("wsd"), run_of(100))),
            "warmup(5%) then constant then linear(for=20%)");
}

TEST(Resolve, SumsUpTheRun) {
  const ScheduleSummary summary =
      resolved("warmup(4it) then linear(to=0.5, for=6it)", run_of(10)).summary();
  EXPECT_EQ(summary.first, 0.0);
  EXPECT_EQ(summary.peak, 1.0);
  EXPECT_EQ(summary.peak_at, Step(4));
  EXPECT_NEAR(summary.last, 1.0 - 5.0 / 12.0, 1e-15);
  EXPECT_EQ(summary.end, 0.5);
  EXPECT_NEAR(summary.area, 1.5 + 6.0 - 15.0 / 12.0, 1e-12);
  EXPECT_EQ(resolved("constant", run_of(3000)).summary().area, 3000.0);
  EXPECT_EQ(resolved("constant", run_of(3000)).summary().peak_at, Step(0));
}

TEST(Resolve, RefusesWhatIsNotASchedule) {
  EXPECT_THROW(parse_schedule("0.1"), spec::SpecError);
  EXPECT_THROW(parse_schedule("\"cosine\""), spec::SpecError);
  EXPECT_THROW(parse_schedule("[cosine, step]"), spec::SpecError);
  EXPECT_THROW(parse_schedule("cosin"), spec::SpecError);
  EXPECT_THROW(parse_schedule("cosine(to=-1)"), spec::SpecError);
  EXPECT_THROW(parse_schedule("cosine(from=inf)"), spec::SpecError);
  EXPECT_THROW(parse_schedule("warmup(1000)"), spec::SpecError);
}

}}  // namespace anneal
