#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/normalization.h"
#include "tests/support/expect_gradients.h"

namespace anneal { namespace {

using testing::ThrowsMessage;

// Row (1, 3, 5, 7): mean 4, variance 5.
TEST(LayerNorm, ScalesAndShiftsRowsOfMeanZeroAndVarianceOne) {
  const Var x(Tensor({1, 4}, {1, 3, 5, 7}));
  const Var weight(Tensor({4}, {1, 2, 1, 2}));
  const Var bias(Tensor({4}, {0, 0, 10, 0}));
  const Var y = layer_norm(x, weight, bias, 1e-12);
  const double root = std::sqrt(5.0);
  const double expected[] = {-3 / root, -2 / root, 1 / root + 10, 6 / root};
  for (Index i = 0; i < 4; ++i) {
    EXPECT_NEAR(y.value().data()[i], expected[i], 1e-5);
  }
}

TEST(LayerNorm, AddsEpsToTheVariance) {
  const Var y = layer_norm(Var(Tensor({1, 2}, {-1, 1})), Var(Tensor({2}, {1, 1})),
                           Var(Tensor({2}, {0, 0})), 3);
  EXPECT_NEAR(y.value().data()[1], 0.5, 1e-6);  // 1 / sqrt(1 + 3)
}

TEST(LayerNorm, HasTheGradientOfCentralDifferences) {
  for (const Shape& shape : {Shape{1, 2}, Shape{4, 5}, Shape{2, 3, 7}}) {
    expect_gradients([](std::span<const Var> x) { return layer_norm(x[0], x[1], x[2], 1e-2); },
                     {shape, Shape{shape[-1]}, Shape{shape[-1]}});
  }
}

TEST(LayerNorm, NamesTheShapesThatDoNotFit) {
  EXPECT_THAT(
      [] {
        layer_norm(Var(Tensor::zeros({2, 3})), Var(Tensor::zeros({4})), Var(Tensor::zeros({4})));
      },
      ThrowsMessage<std::invalid_argument>(
          "layer_norm: input (2, 3), weight (4) and bias (4) do not fit"));
}

}}  // namespace anneal
