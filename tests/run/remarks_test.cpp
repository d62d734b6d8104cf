#include "apps/run/remarks.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

RunHeader classes(int k) {
  RunHeader header;
  header.guessing_loss = std::log(k);
  return header;
}

RunResult ended(double start, double train_loss) {
  RunResult result;
  result.updates = 10;
  result.evals = {{.step = 0, .train_loss = start}, {.step = 10, .train_loss = train_loss}};
  return result;
}

// Within a hundredth of guessing is no better than guessing.
TEST(Remarks, ARunAtLn10HasLearntNothing) {
  RunResult result = ended(2.35, 2.3031);
  judge(classes(10), result);
  EXPECT_TRUE(result.no_better_than_guessing);
  EXPECT_THAT(result.remarks,
              ElementsAre("no better than guessing: the training loss is 2.303, and an answer that "
                          "ignores its input has 2.303"));
  result = ended(2.35, 2.2796);
  judge(classes(10), result);
  EXPECT_TRUE(result.no_better_than_guessing);
  result = ended(2.35, 2.2795);
  judge(classes(10), result);
  EXPECT_FALSE(result.no_better_than_guessing);
  EXPECT_THAT(result.remarks, IsEmpty());
}

// Where the best possible loss is nearly that of guessing, the hundredth is of what lies between.
TEST(Remarks, MeasuresFromTheLossFloorWhereItIsKnown) {
  RunHeader header;
  header.guessing_loss = 1.0;
  header.loss_floor = 0.99;
  EXPECT_FALSE(no_better_than_guessing(header, {.train_loss = 0.992}));
  EXPECT_TRUE(no_better_than_guessing(header, {.train_loss = 0.99995}));
  header.loss_floor.reset();
  EXPECT_TRUE(no_better_than_guessing(header, {.train_loss = 0.992}));
}

TEST(Remarks, OneThatDivergedIsSaidToHaveEndedAboveItsStart) {
  RunResult result = ended(2.35, 1403932232033.0);
  result.status = RunStatus::kDiverged;
  result.diverged_at = 3;
  judge(classes(10), result);
  EXPECT_FALSE(result.no_better_than_guessing);  // counted once
  EXPECT_THAT(result.remarks,
              ElementsAre("the training loss ends at 1.404e+12, above the 2.35 of the start"));
  result.evals.pop_back();  // by a NaN: its last evaluation was before
  judge(classes(10), result);
  EXPECT_THAT(result.remarks, IsEmpty());
}

TEST(Remarks, NothingIsSaidOfAnInterruptedRunOrWhereGuessingIsNotKnown) {
  RunResult result = ended(2.35, 2.35);
  judge({}, result);
  EXPECT_THAT(result.remarks, IsEmpty());
  result.status = RunStatus::kInterrupted;
  judge(classes(10), result);
  EXPECT_THAT(result.remarks, IsEmpty());
  EXPECT_FALSE(result.no_better_than_guessing);
}

}}  // namespace anneal
