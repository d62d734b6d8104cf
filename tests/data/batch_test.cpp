#include "data/batch.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace anneal { namespace {

Dataset four_points() {
  return {.name = "four",
          .inputs = Tensor({4, 2}, {0, 1, 10, 11, 20, 21, 30, 31}),
          .labels = {0, 1, 2, 0},
          .classes = 3};
}

std::vector<Scalar> values(const Tensor& t) {
  return {t.values().begin(), t.values().end()};
}

TEST(Gather, TakesTheRowsInTheGivenOrder) {
  const Batch batch = gather(four_points(), std::array<Index, 3>{2, 0, 2});
  EXPECT_EQ(batch.inputs.shape(), (Shape{3, 2}));
  EXPECT_EQ(values(batch.inputs), (std::vector<Scalar>{20, 21, 0, 1, 20, 21}));
  EXPECT_TRUE(std::ranges::equal(batch.labels, std::array{2, 0, 2}));
  EXPECT_FALSE(batch.targets.has_value());
}

TEST(Gather, TakesEveryLabelOfASampleThatHasSeveral) {
  Dataset text = four_points();
  text.labels = {0, 1, 2, 0, 1, 1, 2, 2};
  const Batch batch = gather(text, std::array<Index, 2>{3, 1});
  EXPECT_TRUE(std::ranges::equal(batch.labels, std::array{2, 2, 2, 0}));
}

TEST(Gather, TakesTargets) {
  Dataset regression = four_points();
  regression.labels.clear();
  regression.classes = 0;
  regression.targets = Tensor({4, 1}, {5, 6, 7, 8});
  const Batch batch = gather(regression, std::array<Index, 2>{3, 0});
  EXPECT_EQ(values(batch.targets), (std::vector<Scalar>{8, 5}));
  EXPECT_TRUE(batch.labels.empty());
  EXPECT_EQ(regression.outputs(), 1);
  EXPECT_EQ(values(slice(regression, 1, 2).targets), (std::vector<Scalar>{6, 7}));
}

TEST(Gather, ReachesTheHeapOnlyTheFirstTime) {
  const Dataset data = four_points();
  const std::array<Index, 2> rows{1, 3};
  gather(data, rows);
  const std::size_t before = pool_heap_allocations();
  for (int i = 0; i < 10; ++i) {
    gather(data, rows);
  }
  EXPECT_EQ(pool_heap_allocations(), before);
}

TEST(Gather, RefusesARowThatIsNotThere) {
  EXPECT_THROW(gather(four_points(), std::array<Index, 1>{4}), std::out_of_range);
  EXPECT_THROW(gather(four_points(), std::array<Index, 1>{-1}), std::out_of_range);
  EXPECT_THROW(slice(four_points(), 3, 2), std::out_of_range);
}

TEST(Slice, IsAPartInTheDataSetsOrder) {
  const Batch batch = slice(four_points(), 1, 2);
  EXPECT_EQ(values(batch.inputs), (std::vector<Scalar>{10, 11, 20, 21}));
  EXPECT_TRUE(std::ranges::equal(batch.labels, std::array{1, 2}));
}

TEST(CheckConsistent, NamesALabelThatIsNoClass) {
  Dataset data = four_points();
  EXPECT_NO_THROW(check_consistent(data));
  data.labels[1] = 3;
  EXPECT_THROW(check_consistent(data), std::invalid_argument);
}

}}  // namespace anneal
