#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/activations.h"
#include "tests/support/expect_gradients.h"

namespace anneal { namespace {

using testing::ElementsAreArray;
using testing::Not;
using testing::ThrowsMessage;

TEST(Dropout, DropsTheGivenShareAndScalesTheRest) {
  const Var y = dropout(Var(Tensor::full({100, 1000}, 3)), 0.25, Rng(1, "dropout"));
  Index dropped = 0;
  for (const Scalar value : y.value().values()) {
    if (value == 0) {
      ++dropped;
    } else {
      EXPECT_NEAR(value, 4, 1e-6);  // 3 / (1 - 0.25)
    }
  }
  EXPECT_NEAR(static_cast<double>(dropped), 25000, 4 * 137);  // sqrt(n p (1 - p)) = 137
}

TEST(Dropout, IsAPureFunctionOfTheStream) {
  const Var x(normal_tensor({50}, 1));
  const Var a = dropout(x, 0.5, Rng(1, "dropout"));
  const Var again = dropout(x, 0.5, Rng(1, "dropout"));
  const Var other = dropout(x, 0.5, Rng(2, "dropout"));
  EXPECT_THAT(a.value().values(), ElementsAreArray(again.value().values()));
  EXPECT_THAT(a.value().values(), Not(ElementsAreArray(other.value().values())));
}

TEST(Dropout, HasTheGradientOfCentralDifferences) {
  for (const Shape& shape : {Shape{1}, Shape{3, 5}, Shape{2, 3, 4}}) {
    expect_gradients([](std::span<const Var> x) { return dropout(x[0], 0.4, Rng(3, "dropout")); },
                     {shape});
  }
}

TEST(Dropout, RefusesAProbabilityOutsideOfItsRange) {
  const Var x(Tensor::zeros({2}));
  EXPECT_THAT([&] { dropout(x, 1, Rng(1, "dropout")); },
              ThrowsMessage<std::invalid_argument>("dropout: p must be in [0, 1), got 1"));
  EXPECT_THAT([&] { dropout(x, std::numeric_limits<double>::quiet_NaN(), Rng(1, "dropout")); },
              ThrowsMessage<std::invalid_argument>("dropout: p must be in [0, 1), got nan"));
}

}}  // namespace anneal
