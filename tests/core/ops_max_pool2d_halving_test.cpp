#include <limits>

#include <gtest/gtest.h>

#include "core/ops/arithmetic.h"
#include "core/ops/pooling.h"
#include "core/ops/reduce.h"
#include "tests/support/expect_gradients.h"

namespace anneal { namespace {

struct Pooled {
  Tensor values;
  Tensor gradient;
};

// What a pool of 2 gives for x, and the gradient of sum(slopes * pooled).
Pooled pooled(const Tensor& x, bool plain) {
  const Var input = Var::parameter(Tensor(x));
  const Var y = max_pool2d(input, {.window = 2, .plain = plain});
  backward(sum(y * Var(normal_tensor(y.shape(), 7))));
  return {y.value(), input.grad()};
}

void expect_same_numbers(const Tensor& a, const Tensor& b) {
  ASSERT_EQ(a.shape(), b.shape());
  for (Index i = 0; i < a.size(); ++i) {
    const bool both_nan = a.data()[i] != a.data()[i] && b.data()[i] != b.data()[i];
    ASSERT_TRUE(both_nan || a.data()[i] == b.data()[i])
        << "at " << i << ": " << a.data()[i] << " and " << b.data()[i];
  }
}

void expect_as_the_plain_loop(const Tensor& x) {
  const Pooled fast = pooled(x, false);
  const Pooled plain = pooled(x, true);
  expect_same_numbers(fast.values, plain.values);
  expect_same_numbers(fast.gradient, plain.gradient);
}

TEST(MaxPool2dHalving, IsThePlainLoopBitForBit) {
  for (const Shape& shape : {Shape{1, 1, 2, 2}, Shape{2, 3, 28, 28}, Shape{1, 2, 5, 7},
                             Shape{3, 1, 2, 67}, Shape{1, 4, 33, 2}, Shape{2, 2, 64, 64}}) {
    expect_as_the_plain_loop(normal_tensor(shape, 1));
  }
}

TEST(MaxPool2dHalving, TakesTheFirstOfEqualNumbers) {
  Tensor x = normal_tensor({2, 2, 34, 38}, 2);
  for (Scalar& v : x.values()) {
    v = v < 0 ? 0 : 1;
  }
  expect_as_the_plain_loop(x);
}

TEST(MaxPool2dHalving, LetsNanWinInEveryCorner) {
  Tensor x = normal_tensor({1, 1, 40, 40}, 3);
  for (Index i = 0; i < x.size(); i += 3) {
    x.data()[i] = std::numeric_limits<Scalar>::quiet_NaN();
  }
  expect_as_the_plain_loop(x);
}

}}  // namespace anneal
