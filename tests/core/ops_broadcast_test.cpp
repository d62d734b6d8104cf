#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/elementwise.h"

namespace anneal { namespace {

using testing::ElementsAre;

TEST(SumTo, SumsLeadingTrailingAndMiddleAxes) {
  const Tensor t({2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
  EXPECT_THAT(sum_to(t, {2}).values(), ElementsAre(16, 20));
  EXPECT_THAT(sum_to(t, {2, 2}).values(), ElementsAre(6, 8, 10, 12));
  EXPECT_THAT(sum_to(t, {1, 2, 2}).values(), ElementsAre(6, 8, 10, 12));
  EXPECT_THAT(sum_to(t, {2, 1}).values(), ElementsAre(14, 22));
  EXPECT_THAT(sum_to(t, {2, 1, 2}).values(), ElementsAre(4, 6, 12, 14));
  EXPECT_THAT(sum_to(t, {2, 1, 1}).values(), ElementsAre(10, 26));
  EXPECT_THAT(sum_to(t, {}).values(), ElementsAre(36));
  EXPECT_THAT(sum_to(t, {2, 2, 2}).values(), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
}

TEST(SumTo, GivesZerosForAnEmptyTensor) {
  EXPECT_THAT(sum_to(Tensor({0, 2}), {2}).values(), ElementsAre(0, 0));
  EXPECT_THAT(sum_to(Tensor({0, 2}), {}).values(), ElementsAre(0));
}

TEST(SumTo, RefusesWhatDoesNotBroadcast) {
  EXPECT_THAT(
      [] {
        return sum_to(Tensor::zeros({2, 1}), {2, 3});
      },
      testing::ThrowsMessage<std::invalid_argument>("sum_to: (2, 3) does not broadcast to (2, 1)"));
}

TEST(BroadcastTo, RepeatsRowsColumnsAndNumbers) {
  EXPECT_THAT(broadcast_to(Tensor({2}, {1, 2}), {2, 2}).values(), ElementsAre(1, 2, 1, 2));
  EXPECT_THAT(broadcast_to(Tensor({2, 1}, {1, 2}), {2, 2}).values(), ElementsAre(1, 1, 2, 2));
  EXPECT_THAT(broadcast_to(Tensor({}, {3}), {3}).values(), ElementsAre(3, 3, 3));
  EXPECT_THAT(broadcast_to(Tensor({2, 1, 1}, {1, 2}), {2, 1, 2}).values(), ElementsAre(1, 1, 2, 2));
  EXPECT_EQ(broadcast_to(Tensor({}, {3}), {0, 3}).size(), 0);
}

TEST(BroadcastTo, RefusesWhatDoesNotBroadcast) {
  EXPECT_THAT(
      [] {
        return broadcast_to(Tensor::zeros({2, 3}), {3});
      },
      testing::ThrowsMessage<std::invalid_argument>(
          "broadcast_to: (2, 3) does not broadcast to (3)"));
}

}}  // namespace anneal
