#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "core/ops/arithmetic.h"
#include "core/ops/conv2d.h"
#include "core/ops/conv2d_direct.h"
#include "core/ops/reduce.h"
#include "tests/support/expect_gradients.h"

namespace anneal { namespace {

struct Sizes {
  Shape x, weight;
  Index padding;
};

// Fewer and more channels than a tile, planes narrower and wider than a vector, every remainder of
// three vectors, weights as large as the image, one image and several groups of images.
const std::vector<Sizes> kSizes = {
    {{1, 1, 1, 1}, {1, 1, 1, 1}, 0},     {{2, 1, 28, 28}, {8, 1, 5, 5}, 2},
    {{3, 8, 14, 14}, {16, 8, 5, 5}, 2},  {{2, 3, 32, 32}, {5, 3, 3, 3}, 1},
    {{40, 4, 8, 8}, {9, 4, 3, 3}, 1},    {{2, 2, 7, 37}, {3, 2, 3, 3}, 0},
    {{2, 3, 5, 5}, {11, 3, 5, 5}, 0},    {{2, 2, 4, 3}, {2, 2, 4, 4}, 3},
    {{1, 17, 16, 16}, {7, 17, 1, 1}, 0}, {{2, 2, 3, 70}, {2, 2, 2, 2}, 1},
};

struct Result {
  Tensor y, dx, dweight, dbias;
};

Result convolved(const Sizes& sizes, bool plain) {
  const Var x = Var::parameter(normal_tensor(sizes.x, 1));
  const Var weight = Var::parameter(normal_tensor(sizes.weight, 2));
  const Var bias = Var::parameter(normal_tensor({sizes.weight[0]}, 3));
  const Var y = conv2d(x, weight, bias, {.padding = sizes.padding, .plain = plain});
  backward(sum(y * Var(normal_tensor(y.shape(), 4))));
  return {y.value(), x.grad(), weight.grad(), bias.grad()};
}

// Sums of the same numbers in another order: equal up to rounding.
void expect_close(const Tensor& a, const Tensor& b, const std::string& what) {
  ASSERT_EQ(a.shape(), b.shape()) << what;
  double largest = 0;
  double error = 0;
  for (Index i = 0; i < a.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(b.data()[i])));
    error = std::max(error, std::abs(static_cast<double>(a.data()[i]) - b.data()[i]));
  }
  EXPECT_LE(error, largest * (std::is_same_v<Scalar, double> ? 1e-14 : 3e-6)) << what;
}

TEST(Conv2dDirect, IsTheProductOfMatricesUpToRounding) {
  for (const Sizes& sizes : kSizes) {
    const std::string what = to_text(sizes.x) + " " + to_text(sizes.weight);
    const Result direct = convolved(sizes, false);
    const Result plain = convolved(sizes, true);
    expect_close(direct.y, plain.y, "y of " + what);
    expect_close(direct.dx, plain.dx, "dx of " + what);
    expect_close(direct.dweight, plain.dweight, "dweight of " + what);
    expect_close(direct.dbias, plain.dbias, "dbias of " + what);
  }
}

TEST(Conv2dDirect, HasTheGradientOfCentralDifferences) {
  for (const Index padding : {0, 1, 2}) {
    expect_gradients(
        [padding](std::span<const Var> v) {
          return conv2d(v[0], v[1], v[2], {.padding = padding});
        },
        {{2, 3, 5, 6}, {4, 3, 3, 3}, {4}});
  }
}

TEST(Conv2dDirect, IsTakenForStrideOneAndSquareWeightsAlone) {
  const ConvGeometry n{.B = 1,
                       .C = 1,
                       .H = 8,
                       .W = 8,
                       .O = 1,
                       .R = 3,
                       .S = 3,
                       .stride = 1,
                       .padding = 1,
                       .rows = 8,
                       .columns = 8};
  EXPECT_TRUE(conv2d_is_direct(n));
  ConvGeometry other = n;
  other.stride = 2;
  EXPECT_FALSE(conv2d_is_direct(other));
  other = n;
  other.S = 1;
  EXPECT_FALSE(conv2d_is_direct(other));
  other = n;
  other.padding = 3;
  EXPECT_FALSE(conv2d_is_direct(other));
}

}}  // namespace anneal
