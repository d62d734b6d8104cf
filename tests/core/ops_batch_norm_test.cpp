#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/normalization.h"
#include "tests/support/expect_gradients.h"

namespace anneal { namespace {

using testing::ElementsAre;
using testing::ThrowsMessage;

// Channel 0 holds 1, 3, 5, 7: mean 4, variance 5. Channel 1 holds 2, 2, 2, 6: mean 3, variance 3.
const Tensor& two_channels() {
  static const Tensor x({2, 2, 1, 2}, {1, 3, 2, 2, 5, 7, 2, 6});
  return x;
}

TEST(BatchNorm, FindsMeanAndVarianceOfEachChannel) {
  const BatchStatistics found = batch_statistics(two_channels());
  EXPECT_THAT(found.mean.values(), ElementsAre(4, 3));
  EXPECT_THAT(found.variance.values(), ElementsAre(5, 3));
  EXPECT_EQ(found.count, 4);
}

TEST(BatchNorm, ScalesAndShiftsNormalizedChannels) {
  const Var y = batch_norm(Var(two_channels()), Var(Tensor({2}, {1, 2})), Var(Tensor({2}, {0, 10})),
                           batch_statistics(two_channels()), 1e-12);
  const double a = 1 / std::sqrt(5.0);
  const double b = 2 / std::sqrt(3.0);
  const double expected[] = {-3 * a, -a, 10 - b, 10 - b, a, 3 * a, 10 - b, 10 + 3 * b};
  for (Index i = 0; i < 8; ++i) {
    EXPECT_NEAR(y.value().data()[i], expected[i], 1e-5) << i;
  }
}

TEST(BatchNormFixed, UsesTheGivenStatistics) {
  const Var y =
      batch_norm_fixed(Var(Tensor({1, 1}, {5})), Var(Tensor({1}, {3})), Var(Tensor({1}, {1})),
                       {.mean = Tensor({1}, {1}), .variance = Tensor({1}, {3})}, 1);
  EXPECT_NEAR(y.value().item(), 7, 1e-5);  // 3 (5 - 1) / sqrt(3 + 1) + 1
}

// The statistics are computed inside, so the differences see that they depend on x.
TEST(BatchNorm, HasTheGradientOfCentralDifferences) {
  for (const Shape& shape : {Shape{4, 1}, Shape{5, 3}, Shape{2, 3, 2, 2}, Shape{3, 2, 1, 4}}) {
    const Shape channels{shape[1]};
    expect_gradients(
        [](std::span<const Var> x) {
          return batch_norm(x[0], x[1], x[2], batch_statistics(x[0].value()), 1e-2);
        },
        {shape, channels, channels});
  }
}

TEST(BatchNormFixed, HasTheGradientOfCentralDifferences) {
  const Tensor mean({3}, {1, 0, -2});
  const Tensor variance({3}, {1, 4, 0.5});
  for (const Shape& shape : {Shape{4, 3}, Shape{2, 3, 2, 2}}) {
    expect_gradients(
        [&](std::span<const Var> x) {
          return batch_norm_fixed(x[0], x[1], x[2], {.mean = mean, .variance = variance});
        },
        {shape, Shape{3}, Shape{3}});
  }
}

TEST(BatchNorm, RefusesToNormalizeASingleNumber) {
  const Tensor x = Tensor::zeros({1, 2});
  const Var c(Tensor::zeros({2}));
  EXPECT_THAT([&] { batch_norm(Var(x), c, c, batch_statistics(x)); },
              ThrowsMessage<std::invalid_argument>(
                  "batch_norm: training needs more than one number per channel, got (1, 2)"));
}

TEST(BatchNorm, NamesTheShapesThatDoNotFit) {
  const Tensor x = Tensor::zeros({4, 2});
  const Var c(Tensor::zeros({3}));
  EXPECT_THAT([&] { batch_norm(Var(x), c, c, batch_statistics(x)); },
              ThrowsMessage<std::invalid_argument>(
                  "batch_norm: input (4, 2), weight (3), bias (3) and statistics (2) do not fit"));
}

}}  // namespace anneal
