#include "core/gradcheck.h"

#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "core/node.h"
#include "core/ops/arithmetic.h"
#include "core/ops/reduce.h"

namespace anneal { namespace {

// x^2 elementwise with a gradient that is wrong by `error` at one element.
Var square_with_error_at(const Var& x, Index position, Scalar error) {
  return make_op("square", (x.detach() * x.detach()).value(), {x},
                 [=](const Node& self, const Tensor& g) {
                   Gradients grads(1);
                   grads[0] = (Var(Tensor(self.input(0))) * Var(Tensor(g)) * 2).value();
                   grads[0].data()[position] += error;
                   return grads;
                 });
}

TEST(Gradcheck, NamesTheWorstEntryOfTheRightInput) {
  if (!std::is_same_v<Scalar, double>) {
    GTEST_SKIP() << "float has too few digits for a difference";
  }
  const std::vector<Tensor> inputs{Tensor({2}, {1, 2}), Tensor({3}, {1, 2, 3})};
  const GradcheckReport report = check_gradients(
      [](std::span<const Var> v) {
        return sum(square_with_error_at(v[0], 0, Scalar(0.01))) +
               sum(square_with_error_at(v[1], 2, Scalar(0.5)));
      },
      inputs);
  EXPECT_FALSE(report.passed);
  EXPECT_EQ(report.input, 1u);
  EXPECT_EQ(report.position, 2);
  // One output: its fixed weight is 1 + sin(1) / 2.
  EXPECT_NEAR(report.analytic - report.numeric, 0.5, 1e-6);
  EXPECT_NEAR(report.error, 0.5 / report.analytic, 1e-6);
}

TEST(Gradcheck, PassesARightGradientAndSeesAnErrorOf1eMinus5) {
  if (!std::is_same_v<Scalar, double>) {
    GTEST_SKIP() << "float has too few digits for a difference";
  }
  const std::vector<Tensor> inputs{Tensor({2}, {0.25, -0.5})};
  const auto checked = [&](Scalar error) {
    return check_gradients(
        [=](std::span<const Var> v) { return square_with_error_at(v[0], 1, error); }, inputs);
  };
  EXPECT_TRUE(checked(0).passed) << to_text(checked(0));
  EXPECT_LT(checked(0).error, 1e-9);
  EXPECT_FALSE(checked(Scalar(1e-5)).passed);
}

TEST(Gradcheck, LeavesTheInputsAsTheyWere) {
  const std::vector<Tensor> inputs{Tensor({2}, {0.25, -0.5})};
  check_gradients([](std::span<const Var> v) { return v[0] * v[0]; }, inputs);
  EXPECT_EQ(inputs[0].data()[0], Scalar(0.25));
}

TEST(Gradcheck, FailsOnNan) {
  const std::vector<Tensor> inputs{Tensor({2}, {1, -1})};
  const GradcheckReport report =
      check_gradients([](std::span<const Var> v) { return log(v[0]); }, inputs);
  EXPECT_FALSE(report.passed);
}

TEST(Gradcheck, ReportsInWords) {
  EXPECT_EQ(to_text(GradcheckReport{.passed = false,
                                    .input = 1,
                                    .position = 3,
                                    .analytic = 0.5,
                                    .numeric = 0.25,
                                    .error = 0.25}),
            "input 1, element 3: analytic 0.5, numeric 0.25, error 0.25 (failed)");
}

TEST(Gradcheck, NeedsAnInput) {
  EXPECT_THROW(check_gradients([](std::span<const Var>) { return Var(); }, {}),
               std::invalid_argument);
}

}}  // namespace anneal
