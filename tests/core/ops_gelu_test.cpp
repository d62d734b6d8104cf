#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <type_traits>

#include <gtest/gtest.h>

#include "core/ops/activations.h"
#include "core/ops/reduce.h"

namespace anneal { namespace {

struct GeluValues {
  Tensor y;
  Tensor slope;  // dy/dx
};

GeluValues gelu_values(const Tensor& x) {
  const Var input = Var::parameter(x);
  const Var y = gelu(input);
  backward(sum(y));
  return {y.value(), input.grad()};
}

constexpr bool kDouble = std::is_same_v<Scalar, double>;

// Phi(x) with the library's error function, in long double.
long double normal_distribution(long double x) {
  return std::erfc(-x / std::numbers::sqrt2_v<long double>) / 2;
}
long double normal_density(long double x) {
  return std::exp(-x * x / 2) * std::numbers::inv_sqrtpi_v<long double> /
         std::numbers::sqrt2_v<long double>;
}

// -40, ..., 40 in uneven steps, most of them small.
Tensor all_sizes() {
  Tensor x(Shape{20001});
  for (Index i = 0; i < x.size(); ++i) {
    const double u = static_cast<double>(i - 10000) / 10000;
    x.data()[i] = static_cast<Scalar>(40 * u * u * u + 0.5 * u);
  }
  return x;
}

TEST(Gelu, IsAsExactAsTheErrorFunctionEverywhere) {
  const Tensor x = all_sizes();
  const GeluValues values = gelu_values(x);
  // Phi is within 1.2e-7 in float and 4e-16 in double; y and the slope are sums and products of it.
  const long double distribution_error = kDouble ? 4e-16L : 1.2e-7L;
  const long double ulp = std::numeric_limits<Scalar>::epsilon();
  for (Index i = 0; i < x.size(); ++i) {
    const long double v = x.data()[i];
    const long double y = v * normal_distribution(v);
    const long double slope = normal_distribution(v) + v * normal_density(v);
    ASSERT_LE(std::abs(values.y.data()[i] - y),
              std::abs(v) * distribution_error *
                      std::min(1.0L, 2 * normal_distribution(-std::abs(v)) + 0.5L) +
                  ulp * std::abs(y))
        << "at " << static_cast<double>(v);
    ASSERT_LE(std::abs(values.slope.data()[i] - slope), 3 * distribution_error)
        << "at " << static_cast<double>(v);
  }
}

// The textbook form, (1 + erf) / 2, has no correct digit below -6 in float.
TEST(Gelu, KeepsItsDigitsInTheNegativeTail) {
  const Tensor x = all_sizes();
  const GeluValues values = gelu_values(x);
  for (Index i = 0; i < x.size(); ++i) {
    const long double v = x.data()[i];
    if (v < 0 && v > -8) {
      const long double y = v * normal_distribution(v);
      // exp(-x^2 / 2) turns the rounding of x^2 / 2 into a relative error.
      const long double relative = (4 + v * v) * std::numeric_limits<Scalar>::epsilon();
      ASSERT_NEAR(static_cast<double>(values.y.data()[i] / y), 1.0, static_cast<double>(relative))
          << "at " << static_cast<double>(v);
    }
  }
}

TEST(Gelu, IsOneHalfAtZeroAndTheIdentityFarAway) {
  const Var y = gelu(Var(Tensor({3}, {0, 50, -50})));
  EXPECT_EQ(y.value().data()[0], 0);
  EXPECT_EQ(y.value().data()[1], 50);
  EXPECT_NEAR(y.value().data()[2], 0, 1e-30);
  EXPECT_NEAR(gelu_values(Tensor({1}, {0})).slope.item(), 0.5, kDouble ? 1e-15 : 1e-7);
}

TEST(Gelu, PassesNanOn) {
  const GeluValues values = gelu_values(Tensor({1}, {std::numeric_limits<Scalar>::quiet_NaN()}));
  EXPECT_TRUE(std::isnan(values.y.item()));
  EXPECT_TRUE(std::isnan(values.slope.item()));
}

}}  // namespace anneal
