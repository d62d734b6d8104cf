// What operations do at ties, kinks, NaN and empty tensors.

#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/activations.h"
#include "core/ops/arithmetic.h"
#include "core/ops/conv2d.h"
#include "core/ops/losses.h"
#include "core/ops/matmul.h"
#include "core/ops/pooling.h"
#include "core/ops/reduce.h"

namespace anneal { namespace {

using testing::ElementsAre;

constexpr Scalar kNan = std::numeric_limits<Scalar>::quiet_NaN();
constexpr Scalar kInfinity = std::numeric_limits<Scalar>::infinity();

TEST(MaximumMinimum, SplitTheGradientInHalvesAtATie) {
  for (const auto& choice : {maximum, minimum}) {
    Var a = Var::parameter(Tensor({1}, {3}));
    Var b = Var::parameter(Tensor({1}, {3}));
    backward(sum(choice(a, b) * 4));
    EXPECT_THAT(a.grad().values(), ElementsAre(2));
    EXPECT_THAT(b.grad().values(), ElementsAre(2));
  }
}

TEST(Max, SharesTheGradientEquallyAmongTies) {
  Var x = Var::parameter(Tensor({4}, {7, 1, 7, 7}));
  backward(max(x) * 6);
  EXPECT_THAT(x.grad().values(), ElementsAre(2, 0, 2, 2));
}

TEST(Kinks, HaveTheSubgradientZero) {
  Var x = Var::parameter(Tensor({1}, {0}));
  backward(sum(relu(x) + abs(x)));
  EXPECT_THAT(x.grad().values(), ElementsAre(0));
}

TEST(Pow, HasNoGradientForTheExponentZeroEvenAtZero) {
  Var x = Var::parameter(Tensor({2}, {0, 2}));
  const Var y = pow(x, 0);
  EXPECT_THAT(y.value().values(), ElementsAre(1, 1));
  backward(sum(y));
  EXPECT_THAT(x.grad().values(), ElementsAre(0, 0));
}

TEST(Sqrt, HasAnInfiniteSlopeAtZero) {
  Var x = Var::parameter(Tensor({1}, {0}));
  backward(sum(sqrt(x)));
  EXPECT_EQ(x.grad().item(), kInfinity);
}

// A diverged run must be seen in its loss: no operation may turn NaN into a number.
TEST(Nan, PassesThroughEveryChoice) {
  const Var nan(Tensor({1, 1, 2, 2}, {1, kNan, 2, 3}));
  const Var ones(Tensor::full({1, 1, 2, 2}, 1));
  EXPECT_TRUE(std::isnan(relu(nan).value().data()[1]));
  const Var row(Tensor({1, 2}, {1, kNan}));
  EXPECT_TRUE(std::isnan(affine(row, row, {}, {.relu = true}).value().item()));
  EXPECT_TRUE(std::isnan(max(nan).value().item()));
  EXPECT_TRUE(std::isnan(maximum(nan, ones).value().data()[1]));
  EXPECT_TRUE(std::isnan(maximum(ones, nan).value().data()[1]));
  EXPECT_TRUE(std::isnan(minimum(nan, ones).value().data()[1]));
  EXPECT_TRUE(std::isnan(minimum(ones, nan).value().data()[1]));
  EXPECT_TRUE(std::isnan(max_pool2d(nan).value().item()));
  EXPECT_TRUE(std::isnan(gelu(nan).value().data()[1]));
  const std::vector<std::int32_t> labels{0};
  EXPECT_TRUE(std::isnan(cross_entropy(Var(Tensor({1, 3}, {1, kNan, 2})), labels).value().item()));
}

TEST(CrossEntropy, StaysFiniteForHugeLogits) {
  Var x = Var::parameter(Tensor({1, 2}, {30000, -30000}));
  const std::vector<std::int32_t> labels{1};
  const Var loss = cross_entropy(x, labels);
  EXPECT_EQ(loss.value().item(), 60000);
  backward(loss);
  EXPECT_THAT(x.grad().values(), ElementsAre(1, -1));
}

TEST(CrossEntropy, IsTheMeanOfLogSoftmaxAtTheLabels) {
  const Var x(Tensor({2, 3}, {1, 2, 3, -1, 0, 4}));
  const std::vector<std::int32_t> labels{2, 0};
  const Tensor log_p = log_softmax(x).value();
  EXPECT_NEAR(cross_entropy(x, labels).value().item(), -(log_p.data()[2] + log_p.data()[3]) / 2,
              1e-6);
}

TEST(CrossEntropy, RefusesNegativeLabelsAndWrongCounts) {
  const Var x(Tensor::zeros({2, 3}));
  const auto text = [&](std::vector<std::int32_t> labels) -> std::string {
    try {
      cross_entropy(x, labels);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(text({0, -1}), "cross_entropy: label -1 in row 1 is outside of 0..2");
  EXPECT_EQ(text({0, 1, 2}), "cross_entropy: 3 labels for logits (2, 3)");
}

TEST(Conv2d, LeavesOutTheGradientOfAConstantInput) {
  const Var x(Tensor::full({1, 1, 3, 3}, 1));
  Var weight = Var::parameter(Tensor::full({1, 1, 2, 2}, 1));
  backward(sum(conv2d(x, weight)));
  EXPECT_THAT(weight.grad().values(), ElementsAre(4, 4, 4, 4));
  EXPECT_FALSE(x.grad().has_value());
}

TEST(MaxPool2d, GivesTheGradientToTheFirstOfEquals) {
  Var x = Var::parameter(Tensor::full({1, 1, 2, 2}, 5));
  backward(sum(max_pool2d(x)));
  EXPECT_THAT(x.grad().values(), ElementsAre(1, 0, 0, 0));
}

TEST(EmptyTensors, GoThroughElementwiseOperationsAndSums) {
  Var x = Var::parameter(Tensor::zeros({0, 3}));
  const Var y = sum(relu(x * 2 + Var(Tensor::zeros({3}))));
  EXPECT_EQ(y.value().item(), 0);
  backward(y);
  EXPECT_EQ(x.grad().shape(), (Shape{0, 3}));
}

TEST(EmptyTensors, ASumOfNoProductsIsZeroAndAnAffineMapIsThenItsBias) {
  const Var none(Tensor::zeros({2, 0}));
  EXPECT_EQ(matmul(none, Var(Tensor::zeros({0, 3}))).value().shape(), (Shape{2, 3}));
  EXPECT_THAT(matmul(none, Var(Tensor::zeros({0, 3}))).value().values(), testing::Each(0));

  Var weight = Var::parameter(Tensor::zeros({2, 0}));
  const Var y = affine(none, weight, Var(Tensor({2}, {5, 7})));
  EXPECT_THAT(y.value().values(), testing::ElementsAre(5, 7, 5, 7));
  backward(sum(y));
  EXPECT_EQ(weight.grad().shape(), (Shape{2, 0}));
}

}}  // namespace anneal
