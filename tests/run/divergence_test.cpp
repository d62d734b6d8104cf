#include "apps/run/divergence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

using ::testing::Eq;
using ::testing::Optional;

LossWatch begun(double evaluated, std::optional<double> guessing = {}) {
  LossWatch watch;
  watch.start(evaluated, guessing);
  return watch;
}

// More than a tenth above its start, not less.
TEST(LossWatch, CallsARunDivergedThatEndsMoreThanATenthAboveItsStart) {
  LossWatch watch = begun(2.0);
  watch.update(0, 2.0);
  EXPECT_THAT(watch.diverged_at(2.19), Eq(std::nullopt));
  EXPECT_THAT(watch.diverged_at(2.21), Optional(0));
}

TEST(LossWatch, IsSilentAboutARunWhoseStartIsNotKnown) {
  LossWatch watch;
  watch.update(0, 1.0);
  EXPECT_FALSE(watch.begun());
  EXPECT_THAT(watch.diverged_at(1e9), Eq(std::nullopt));
}

// Batch norm has not measured anything before the first update, and a pretrained model begins below
// what guessing would have.
TEST(LossWatch, BeginsAtTheLargestOfEvaluationFirstBatchAndGuessing) {
  LossWatch by_batch = begun(2.0);
  by_batch.update(0, 3.0);
  EXPECT_THAT(by_batch.diverged_at(3.2), Eq(std::nullopt));
  EXPECT_THAT(by_batch.diverged_at(3.4), Optional(0));
  LossWatch by_guessing = begun(0.1, 2.0);
  by_guessing.update(0, 0.1);
  EXPECT_THAT(by_guessing.diverged_at(2.1), Eq(std::nullopt));
  EXPECT_THAT(by_guessing.diverged_at(2.3), Optional(0));
  LossWatch later = begun(2.0);
  later.update(0, 2.0);
  later.update(1, 30.0);  // only the first batch is a start
  EXPECT_THAT(later.diverged_at(3.0), Optional(0));
}

TEST(LossWatch, NamesTheLastUpdateThatBeganBelow) {
  LossWatch watch = begun(2.0);
  for (int step = 0; step < 50; ++step) {
    watch.update(step, step < 30 ? 1.0 : 1e12);
  }
  // 0.1 * min(1e12, 4.4) + 0.9 * 1 = 1.34 at update 30, ..., above 2.2 for the first time at 34:
  // 1.34, 1.646, 1.9214, 2.16926, 2.392
  EXPECT_THAT(watch.diverged_at(1e12), Optional(33));
}

TEST(LossWatch, OneBadBatchDoesNotCountForHundreds) {
  LossWatch watch = begun(2.0);
  for (int step = 0; step < 200; ++step) {
    watch.update(step, step == 5 ? 1e12 : step < 150 ? 1.0 : 1e6);
  }
  EXPECT_THAT(watch.diverged_at(1e6), Optional(153));
}

TEST(LossWatch, GoesOnFromItsNumbers) {
  LossWatch whole = begun(2.0, 1.5);
  LossWatch first = begun(2.0, 1.5);
  for (int step = 0; step < 20; ++step) {
    whole.update(step, 1.0 + step);
    first.update(step, 1.0 + step);
    first = LossWatch(first.numbers());
  }
  EXPECT_EQ(first.numbers().smoothed, whole.numbers().smoothed);
  EXPECT_EQ(first.diverged_at(100), whole.diverged_at(100));
}

}}  // namespace anneal
