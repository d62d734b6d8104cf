#include "data/batch_order.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace anneal { namespace {

TEST(BatchOrder, IsAPureFunctionOfSeedAndEpoch) {
  const std::vector<Index> order = batch_order(3, 5, 100);
  batch_order(3, 6, 100);
  EXPECT_EQ(batch_order(3, 5, 100), order);
  EXPECT_NE(batch_order(3, 6, 100), order);
  EXPECT_NE(batch_order(4, 5, 100), order);
}

TEST(BatchOrder, VisitsEverySampleOnce) {
  std::vector<Index> order = batch_order(0, 0, 1000);
  std::ranges::sort(order);
  std::vector<Index> all(1000);
  std::iota(all.begin(), all.end(), Index{0});
  EXPECT_EQ(order, all);
}

TEST(BatchOrder, LeavesOutTheSamplesThatDoNotFillABatch) {
  EXPECT_EQ(updates_per_epoch(50000, 64), 781);
  EXPECT_EQ(updates_per_epoch(64, 64), 1);
  BatchOrder order({.count = 10, .batch_size = 4, .seed = 1});
  EXPECT_EQ(order.updates_per_epoch(), 2);
  std::set<Index> seen;
  for (const Index update : {0, 1}) {
    const auto rows = order.rows(update);
    EXPECT_EQ(rows.size(), 4u);
    seen.insert(rows.begin(), rows.end());
  }
  EXPECT_EQ(seen.size(), 8u);
}

TEST(BatchOrder, AnswersTheSameForAnUpdateWhateverWasAskedBefore) {
  BatchOrder forward({.count = 20, .batch_size = 6, .seed = 7});
  std::vector<std::vector<Index>> batches;
  for (Index update = 0; update < 9; ++update) {
    const auto rows = forward.rows(update);
    batches.emplace_back(rows.begin(), rows.end());
  }
  BatchOrder backward({.count = 20, .batch_size = 6, .seed = 7});
  for (Index update = 8; update >= 0; --update) {
    const auto rows = backward.rows(update);
    EXPECT_TRUE(std::ranges::equal(rows, batches[static_cast<std::size_t>(update)])) << update;
  }
  // Update 4 is the second batch of epoch 1 (3 updates in each).
  const std::vector<Index> epoch = batch_order(7, 1, 20);
  EXPECT_TRUE(std::equal(batches[4].begin(), batches[4].end(), epoch.begin() + 6));
}

TEST(BatchOrder, KeepsTheDataSetsOrderForAFullBatch) {
  BatchOrder order({.count = 5, .batch_size = 5, .seed = 9});
  for (const Index update : {0, 1, 7}) {
    const auto rows = order.rows(update);
    EXPECT_EQ(std::vector<Index>(rows.begin(), rows.end()), (std::vector<Index>{0, 1, 2, 3, 4}));
  }
}

TEST(BatchOrder, RefusesABatchThatIsEmptyOrLargerThanTheData) {
  EXPECT_THROW(updates_per_epoch(10, 0), std::invalid_argument);
  try {
    updates_per_epoch(10, 64);
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_EQ(std::string(error.what()),
              "batch size 64 is larger than the training set (10 samples)");
  }
}

}}  // namespace anneal
