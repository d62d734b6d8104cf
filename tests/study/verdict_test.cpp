#include "apps/study/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Optional;

/// An arm whose runs are all done, a validation loss per seed.
SummaryRow arm(const std::string& schedule,
               const std::vector<double>& val_losses,
               const std::string& optimizer = "sgd") {
  SummaryRow row{.optimizer = optimizer, .schedule = schedule};
  for (const double loss : val_losses) {
    row.outcomes.push_back({.seed = row.outcomes.size(), .train_loss = 0.5, .val_loss = loss});
  }
  row.runs = static_cast<std::int64_t>(val_losses.size());
  return row;
}

std::vector<bool> lowest(const std::vector<SummaryRow>& rows) {
  std::vector<bool> marks;
  for (const ArmVerdict& verdict : judge_arms(rows)) {
    marks.push_back(verdict.lowest_val_loss);
  }
  return marks;
}

// Seeds differ more than arms do, but each arm differs from the other by about 0.1 under each seed.
TEST(Verdict, MarksTheLowestMeanWhereTheSeedsAgree) {
  EXPECT_THAT(lowest({arm("constant", {1.0, 2.0, 3.0}), arm("cosine", {0.9, 1.91, 2.89})}),
              ElementsAre(false, true));
}

// The quickstart's accuracy differed by +0.15, +0.02, -0.18 points: means 0.003 apart.
TEST(Verdict, SaysNothingWhereTheIntervalOfTheDifferencesSpansZero) {
  EXPECT_THAT(lowest({arm("a", {0.30, 0.30, 0.30}), arm("b", {0.45, 0.32, 0.12})}),
              ElementsAre(false, false));
  // differences 0.1 and 0.2: mean 0.15 +- 12.7 * 0.05
  EXPECT_THAT(lowest({arm("a", {1.0, 1.0}), arm("b", {1.1, 1.2})}), ElementsAre(false, false));
  // 4.303 is the t of three seeds: 0.1 +- 4.303 * 0.04 / sqrt(3) = 0.1 +- 0.0994, and with 0.041
  EXPECT_THAT(lowest({arm("a", {1, 1, 1}), arm("b", {1.06, 1.1, 1.14})}), ElementsAre(true, false));
  EXPECT_THAT(lowest({arm("a", {1, 1, 1}), arm("b", {1.059, 1.1, 1.141})}),
              ElementsAre(false, false));
}

TEST(Verdict, MustHoldAgainstEveryOtherArm) {
  EXPECT_THAT(
      lowest({arm("a", {1.0, 1.0, 1.0}), arm("b", {1.1, 1.1, 1.1}), arm("wild", {0.9, 2.0, 5.0})}),
      ElementsAre(false, false, false));
}

TEST(Verdict, IsForEachOptimizerByItself) {
  EXPECT_THAT(lowest({arm("a", {1.0, 1.1}), arm("b", {2.0, 2.1}), arm("a", {0.3, 0.2}, "adam"),
                      arm("b", {0.1, 0.0}, "adam")}),
              ElementsAre(true, false, false, true));
}

TEST(Verdict, NeedsTwoArmsAndTwoSeeds) {
  EXPECT_THAT(lowest({arm("a", {1.0, 1.1})}), ElementsAre(false));
  EXPECT_THAT(lowest({arm("a", {1.0}), arm("b", {2.0})}), ElementsAre(false, false));
  EXPECT_THAT(lowest({}), ElementsAre());
}

TEST(Verdict, LeavesOutArmsWithARunThatDivergedOrIsNoBetterThanGuessing) {
  SummaryRow diverged = arm("a", {0.1, 0.1});
  diverged.runs = 3;
  diverged.diverged = 1;
  SummaryRow guessing = arm("b", {0.2, 0.2});
  guessing.guessing = 1;
  const SummaryRow good = arm("c", {0.5, 0.5});
  EXPECT_THAT(lowest({diverged, guessing, good}), ElementsAre(false, false, false));
  EXPECT_THAT(lowest({diverged, guessing, good, arm("d", {0.6, 0.6})}),
              ElementsAre(false, false, true, false));
}

TEST(Verdict, EqualArmsAreNeverBothBestAndNameConstant) {
  const std::vector<SummaryRow> rows = {
      arm("step(every=10ep)", {0.5, 0.6}), arm("constant", {0.5, 0.6}), arm("plateau", {0.5, 0.6}),
      arm("cosine", {0.7, 0.8}), arm("constant", {0.5, 0.6}, "adam")};
  const std::vector<ArmVerdict> verdicts = judge_arms(rows);
  EXPECT_THAT(verdicts[0].same_as, Optional(1U));
  EXPECT_THAT(verdicts[1].same_as, Eq(std::nullopt));
  EXPECT_THAT(verdicts[2].same_as, Optional(1U));
  EXPECT_THAT(verdicts[3].same_as, Eq(std::nullopt));
  EXPECT_THAT(verdicts[4].same_as, Eq(std::nullopt));  // of another optimizer
  EXPECT_THAT(lowest(rows), ElementsAre(false, true, false, false, false));
}

TEST(Verdict, EqualArmsWithoutAConstantNameTheFirst) {
  const std::vector<ArmVerdict> verdicts = judge_arms(
      std::vector{arm("cosine", {0.5}), arm("half_cosine", {0.5}), arm("linear", {0.5000001})});
  EXPECT_THAT(verdicts[0].same_as, Eq(std::nullopt));
  EXPECT_THAT(verdicts[1].same_as, Optional(0U));
  EXPECT_THAT(verdicts[2].same_as, Eq(std::nullopt));
}

// What is missing is not the same as what is missing elsewhere.
TEST(Verdict, ArmsThatDivergedAreNotTheSame) {
  SummaryRow a = arm("constant", {});
  a.runs = a.diverged = 2;
  SummaryRow b = a;
  b.schedule = "cosine";
  EXPECT_THAT(judge_arms(std::vector{a, b})[1].same_as, Eq(std::nullopt));
}

}}  // namespace anneal
