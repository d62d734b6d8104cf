#include "optim/clip.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/optim/support.h"

namespace anneal { namespace {

TEST(ClipGradientNorm, ScalesAllGradientsByOneFactor) {
  const NamedParameters parameters = {one_parameter(0, "a"), one_parameter(0, "b")};
  set_gradient(parameters[0].var, Tensor({1}, {3}));
  set_gradient(parameters[1].var, Tensor({1}, {-4}));
  EXPECT_EQ(clip_gradient_norm(parameters, 1.0), 5.0);
  EXPECT_NEAR(parameters[0].var.grad().item(), 0.6, 1e-7);
  EXPECT_NEAR(parameters[1].var.grad().item(), -0.8, 1e-7);
  EXPECT_NEAR(gradient_norm(parameters), 1.0, 1e-7);
}

TEST(ClipGradientNorm, LeavesAShortGradientAndAMissingOneAlone) {
  const NamedParameters parameters = {one_parameter(0, "a"), one_parameter(0, "b")};
  set_gradient(parameters[0].var, Tensor({1}, {3}));
  EXPECT_EQ(clip_gradient_norm(parameters, 3.0), 3.0);
  EXPECT_EQ(parameters[0].var.grad().item(), 3);
  EXPECT_FALSE(parameters[1].var.grad().has_value());
}

TEST(ClipGradientNorm, ReportsANormThatIsNotFinite) {
  const NamedParameters parameters = {one_parameter(0)};
  set_gradient(parameters[0].var, Tensor({1}, {std::numeric_limits<Scalar>::infinity()}));
  EXPECT_TRUE(std::isinf(clip_gradient_norm(parameters, 1.0)));
  EXPECT_TRUE(std::isinf(parameters[0].var.grad().item()));
  EXPECT_THROW(clip_gradient_norm(parameters, 0.0), std::invalid_argument);
}

TEST(GradientNorm, SumsEveryElementOnce) {
  for (const Index size : {1, 15, 16, 17, 100}) {
    NamedParameter p{.name = "p", .var = Var::parameter(Tensor::zeros({size}))};
    set_gradient(p.var, Tensor::full({size}, 2));
    EXPECT_DOUBLE_EQ(gradient_norm({p}), 2.0 * std::sqrt(static_cast<double>(size)));
  }
}

TEST(ClipGradientValue, LimitsEachElement) {
  NamedParameter p{.name = "p", .var = Var::parameter(Tensor::zeros({3}))};
  set_gradient(p.var, Tensor({3}, {2, -3, Scalar(0.5)}));
  clip_gradient_value({p}, 1.0);
  EXPECT_EQ(p.var.grad().data()[0], 1);
  EXPECT_EQ(p.var.grad().data()[1], -1);
  EXPECT_EQ(p.var.grad().data()[2], Scalar(0.5));
  EXPECT_THROW(clip_gradient_value({p}, -1.0), std::invalid_argument);
}

}}  // namespace anneal
