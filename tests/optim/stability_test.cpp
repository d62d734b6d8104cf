#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "tests/optim/support.h"

namespace anneal { namespace {

/// Whether gradient steps on p^2 / 2 blow up: the curvature is 1.
bool diverges(const std::string& specification, double lr) {
  const NamedParameter p = one_parameter(Scalar(1e-3));
  const auto rule = optimizer(specification, {p});
  if (rule->name() == "adam") {
    State state = rule->state();  // a preconditioner of 1, which beta2 near 1 then keeps
    for (NamedTensor& tensor : state.tensors) {
      if (tensor.name == "p.v") {
        tensor.value.data()[0] = 1;
      }
    }
    rule->load(state);
  }
  for (int t = 0; t < 20000; ++t) {
    set_gradient(p.var, p.var.value());
    rule->step({.lr = lr});
    if (std::abs(first(p)) > 1) {
      return true;
    }
  }
  return false;
}

double largest_stable_rate(const std::string& specification, double low, double high) {
  while (high - low > 1e-4 * high) {
    const double middle = 0.5 * (low + high);
    (diverges(specification, middle) ? high : low) = middle;
  }
  return 0.5 * (low + high);
}

TEST(Stability, GradientDescentDivergesAboveTwo) {
  EXPECT_NEAR(largest_stable_rate("sgd", 1, 4), 2.0, 0.002);
}

TEST(Stability, TheHeavyBallDivergesAboveThreePointEight) {
  EXPECT_NEAR(largest_stable_rate("sgd(momentum=0.9)", 2, 6), 3.8, 0.0038);
  EXPECT_NEAR(largest_stable_rate("sgd(momentum=0.9, rate=inside)", 2, 6), 3.8, 0.0038);
}

TEST(Stability, NesterovDivergesAboveOnePointThreeSix) {
  EXPECT_NEAR(largest_stable_rate("sgd(momentum=0.9, nesterov=true)", 1, 2), 1.357143, 0.001357);
}

TEST(Stability, AdamWithAFrozenPreconditionerDivergesAboveThirtyEight) {
  const std::string frozen = kIsDouble
                                 ? "adam(beta2=0.9999999999999999, eps=0, bias_correction=false)"
                                 : "adam(beta2=0.99999994, eps=0, bias_correction=false)";
  EXPECT_NEAR(largest_stable_rate(frozen, 20, 60), 38.0, 0.038);
}

}}  // namespace anneal
