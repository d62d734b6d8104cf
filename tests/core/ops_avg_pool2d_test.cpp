#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/pooling.h"
#include "tests/support/expect_gradients.h"

namespace anneal { namespace {

using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(AvgPool2d, AveragesSquaresAndDropsTheRemainder) {
  const Var x(Tensor({1, 1, 3, 5}, {1, 2, 3, 4, 9,  //
                                    5, 6, 7, 8, 9,  //
                                    9, 9, 9, 9, 9}));
  const Var y = avg_pool2d(x, 2);
  EXPECT_EQ(y.shape(), Shape({1, 1, 1, 2}));
  EXPECT_THAT(y.value().values(), ElementsAre(3.5, 5.5));
}

TEST(GlobalAvgPool2d, AveragesEachChannelsPlane) {
  const Var y = global_avg_pool2d(Var(Tensor({1, 2, 1, 4}, {1, 2, 3, 4, 5, 5, 5, 9})));
  EXPECT_EQ(y.shape(), Shape({1, 2}));
  EXPECT_THAT(y.value().values(), ElementsAre(2.5, 6));
}

TEST(AvgPool2d, HasTheGradientOfCentralDifferences) {
  for (const Shape& shape : {Shape{1, 1, 2, 2}, Shape{2, 3, 4, 4}, Shape{2, 1, 5, 7}}) {
    expect_gradients([](std::span<const Var> x) { return avg_pool2d(x[0], 2); }, {shape});
    expect_gradients([](std::span<const Var> x) { return global_avg_pool2d(x[0]); }, {shape});
  }
}

TEST(AvgPool2d, RefusesImagesSmallerThanTheWindow) {
  EXPECT_THAT(
      [] {
        avg_pool2d(Var(Tensor::zeros({2, 3, 4, 1})), 2);
      },
      ThrowsMessage<std::invalid_argument>(
          "avg_pool2d: expected (B, C, H, W) with H and W >= 2, got (2, 3, 4, 1)"));
  EXPECT_THAT(
      [] {
        global_avg_pool2d(Var(Tensor::zeros({2, 3})));
      },
      ThrowsMessage<std::invalid_argument>(
          "global_avg_pool2d: expected (B, C, H, W) with H W > 0, got (2, 3)"));
}

}}  // namespace anneal
