#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/activations.h"
#include "tests/support/expect_gradients.h"

namespace anneal { namespace {

using testing::ThrowsMessage;

TEST(Softmax, GivesSharesInProportionToTheExponentials) {
  const auto ln = [](double x) { return static_cast<Scalar>(std::log(x)); };
  const Var y = softmax(Var(Tensor({2, 3}, {0, ln(2), ln(5), 1000, 1000, 1000 + ln(2)})));
  const double expected[] = {0.125, 0.25, 0.625, 0.25, 0.25, 0.5};
  for (Index i = 0; i < 6; ++i) {
    EXPECT_NEAR(y.value().data()[i], expected[i], 1e-5);
  }
}

TEST(Softmax, HasTheGradientOfCentralDifferences) {
  for (const Shape& shape : {Shape{1, 1}, Shape{3, 4}, Shape{2, 3, 5}, Shape{6}}) {
    expect_gradients([](std::span<const Var> x) { return softmax(x[0]); }, {shape});
  }
}

TEST(Softmax, RefusesAnEmptyAxis) {
  EXPECT_THAT(
      [] {
        softmax(Var(Tensor::zeros({2, 0})));
      },
      ThrowsMessage<std::invalid_argument>(
          "softmax: expected at least one element along the last axis, got shape (2, 0)"));
}

}}  // namespace anneal
