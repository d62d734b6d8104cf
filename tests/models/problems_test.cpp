#include <algorithm>
#include <cmath>
#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/spec/parse.h"
#include "models/problems/catalogue.h"
#include "models/problems/plane.h"
#include "models/problems/quadratic.h"
#include "models/problems/uv_model.h"

namespace anneal { namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::unique_ptr<Problem> problem(const char* text) {
  return make_problem(spec::parse(text));
}

double loss_of(const Problem& p, const Context& context = {.mode = Mode::kTrain}) {
  return p.loss(context).value().item();
}

std::vector<double> gradient_of(const Problem& p, const Context& context = {.mode = Mode::kTrain}) {
  std::vector<double> gradient;
  for (const NamedParameter& parameter : p.parameters()) {
    Var(parameter.var).clear_grad();
  }
  backward(p.loss(context));
  for (const NamedParameter& parameter : p.parameters()) {
    const auto values = parameter.var.grad().values();
    gradient.insert(gradient.end(), values.begin(), values.end());
  }
  return gradient;
}

// One step of gradient descent.
void descend(const Problem& p, double lr, const Context& context = {.mode = Mode::kTrain}) {
  std::vector<double> gradient = gradient_of(p, context);
  std::size_t i = 0;
  for (NamedParameter parameter : p.parameters()) {
    for (Scalar& value : parameter.var.mutable_value().values()) {
      value -= static_cast<Scalar>(lr * gradient[i++]);
    }
  }
}

struct KnownValue {
  const char* text;
  double loss;
};

class ProblemValue : public testing::TestWithParam<KnownValue> {};

TEST_P(ProblemValue, IsTheFormulasAtItsStart) {
  EXPECT_NEAR(loss_of(*problem(GetParam().text)), GetParam().loss, 1e-5 * GetParam().loss + 1e-9);
}

INSTANTIATE_TEST_SUITE_P(
    ByHand,
    ProblemValue,
    testing::Values(KnownValue{"rosenbrock", 24.2},  // 2.2^2 + 100 (1 - 1.44)^2
                    KnownValue{"rosenbrock(start=[1, 1])", 0},
                    KnownValue{"rosenbrock(a=2, b=10, start=[1, 3])", 41},  // 1 + 10 (3 - 1)^2
                    KnownValue{"beale", 14.203125},  // 1.5^2 + 2.25^2 + 2.625^2
                    KnownValue{"beale(start=[3, 0.5])", 0},
                    KnownValue{"himmelblau", 170},  // 11^2 + 7^2
                    KnownValue{"himmelblau(start=[3, 2])", 0},
                    KnownValue{"himmelblau(start=[-2.805118, 3.131312])", 0},
                    KnownValue{"booth", 74},  // 7^2 + 5^2
                    KnownValue{"booth(start=[1, 3])", 0},
                    KnownValue{"saddle(start=[3, 2])", 5},
                    KnownValue{"quadratic(1, 0.3, 0.1)", 0.7},
                    KnownValue{"quadratic(4, 2, start=[1, 3])", 11},
                    KnownValue{"quadratic(terms=3, power=2)", (1 + 1 / 4.0 + 1 / 9.0) / 2},
                    KnownValue{"uv", 0.5}));

// Every entry: the gradient of central differences at the start.
TEST(Problems, HaveTheGradientOfCentralDifferences) {
  if (!std::is_same_v<Scalar, double>) {
    GTEST_SKIP() << "central differences need double";
  }
  for (const ProblemEntry& entry : problem_catalogue()) {
    const auto p = make_problem(spec::call(entry.signature.name));
    const std::vector<double> gradient = gradient_of(*p);
    std::size_t i = 0;
    for (NamedParameter parameter : p->parameters()) {
      for (Scalar& value : parameter.var.mutable_value().values()) {
        const Scalar middle = value;
        const auto h = static_cast<Scalar>(1e-5);
        value = middle + h;
        const double above = loss_of(*p);
        value = middle - h;
        const double below = loss_of(*p);
        value = middle;
        const double numeric = (above - below) / (2 * h);
        EXPECT_NEAR(gradient[i++], numeric, 1e-6 * std::max(1.0, std::abs(numeric)))
            << entry.signature.name;
      }
    }
  }
}

TEST(Problems, KnowTheirLowestValue) {
  for (const ProblemEntry& entry : problem_catalogue()) {
    const auto p = make_problem(spec::call(entry.signature.name));
    EXPECT_FALSE(entry.signature.help.empty());
    EXPECT_EQ(p->lowest().has_value(), entry.signature.name != "saddle") << entry.signature.name;
  }
  EXPECT_FALSE(problem("quadratic(1, -1)")->lowest().has_value());
}

TEST(Problems, TakeTheirLowestValueAtTheirMinima) {
  const double tolerance = std::is_same_v<Scalar, double> ? 1e-12 : 1e-4;
  for (const auto& [text, count] :
       {std::pair{"rosenbrock(a=2)", 1}, std::pair{"beale", 1}, std::pair{"himmelblau", 4},
        std::pair{"booth", 1}, std::pair{"quadratic(1, 0.1, 3)", 1}, std::pair{"saddle", 0},
        std::pair{"quadratic(1, 0)", 0}, std::pair{"quadratic(1, -1)", 0}, std::pair{"uv", 0}}) {
    const auto p = problem(text);
    EXPECT_EQ(p->minima().size(), static_cast<std::size_t>(count)) << text;
    for (const std::vector<double>& minimum : p->minima()) {
      std::ranges::transform(minimum, Var(p->parameters()[0].var).mutable_value().data(),
                             [](double x) { return static_cast<Scalar>(x); });
      EXPECT_NEAR(loss_of(*p), *p->lowest(), tolerance) << text;
      for (const double slope : gradient_of(*p)) {
        EXPECT_NEAR(slope, 0, tolerance) << text;
      }
    }
  }
}

TEST(Problems, RefuseAStartOfTheWrongSize) {
  EXPECT_THAT([] { problem("booth(start=[1, 2, 3])"); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("needs two numbers [x, y], got 3")));
  EXPECT_THAT([] { problem("quadratic(1, 2, 3, start=[1, 2])"); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("needs one number or 3, got 2")));
  EXPECT_THAT([] { problem("quadratic(1, 2, terms=4)"); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("not both")));
  EXPECT_THAT([] { problem("rosenbrok"); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("did you mean rosenbrock?")));
}

// Gradient descent on curvature 1 is stable below the rate 2 and not above.
TEST(Quadratic, DivergesAboveTwiceTheInverseCurvature) {
  const auto stable = problem("quadratic(1)");
  const auto unstable = problem("quadratic(1)");
  for (int step = 0; step < 200; ++step) {
    descend(*stable, 1.98);
    descend(*unstable, 2.02);
  }
  EXPECT_LT(loss_of(*stable), 0.001);
  EXPECT_GT(loss_of(*unstable), 100);
}

TEST(NoisyQuadratic, AddsNoiseThatIsAPureFunctionOfSeedAndStep) {
  const auto p = problem("noisy_quadratic(2, 1)");
  const auto clean = problem("quadratic(2, 1)");
  const auto first = gradient_of(*p, {.mode = Mode::kTrain, .seed = 1, .step = 0});
  EXPECT_EQ(first, gradient_of(*p, {.mode = Mode::kTrain, .seed = 1, .step = 0}));
  EXPECT_NE(first, gradient_of(*p, {.mode = Mode::kTrain, .seed = 1, .step = 1}));
  EXPECT_NE(first, gradient_of(*p, {.mode = Mode::kTrain, .seed = 2, .step = 0}));
  EXPECT_EQ(gradient_of(*p, {.mode = Mode::kEvaluate}), gradient_of(*clean));
}

// Variances noise^2 h / batch = 9 * 2 / 4 and 9 * 0.5 / 4, or 9 / 4 in all directions; 20,000 draws
// know a variance to 1 %.
TEST(NoisyQuadratic, HasTheVarianceOfItsShape) {
  constexpr int kDraws = 20000;
  for (const bool hessian : {true, false}) {
    const auto p = problem(hessian ? "noisy_quadratic(2, 0.5, start=[0], noise=3, batch=4)"
                                   : "noisy_quadratic(2, 0.5, start=[0], noise=3, batch=4, "
                                     "shape=identity)");
    std::vector<double> squares{0, 0};
    for (int step = 0; step < kDraws; ++step) {
      const auto gradient = gradient_of(*p, {.mode = Mode::kTrain, .step = step});
      squares[0] += gradient[0] * gradient[0] / kDraws;
      squares[1] += gradient[1] * gradient[1] / kDraws;
    }
    EXPECT_NEAR(squares[0] / (hessian ? 4.5 : 2.25), 1, 0.04);
    EXPECT_NEAR(squares[1] / (hessian ? 1.125 : 2.25), 1, 0.04);
  }
}

struct Catapult {
  double rate;     // times the first curvature
  double highest;  // loss, relative to the first
  double last;     // rate times the last curvature
};

class UvModelCatapult : public testing::TestWithParam<Catapult> {};

// Width 512, lambda 2, f 1. The values are those of the recursion in f and lambda alone, iterated
// for 2000 steps.
TEST_P(UvModelCatapult, FollowsTheRecursionThroughTheCatapult) {
  UvModel model({});
  EXPECT_NEAR(model.curvature(), 2, 1e-5);
  const double lr = GetParam().rate / 2;
  const double first = loss_of(model);
  double highest = 0;
  for (int step = 0; step < 2000; ++step) {
    descend(model, lr);
    highest = std::max(highest, loss_of(model));
  }
  const double tolerance = std::is_same_v<Scalar, double> ? 1e-3 : 1e-2;
  EXPECT_NEAR(highest / first, GetParam().highest, tolerance * GetParam().highest);
  EXPECT_NEAR(lr * model.curvature(), GetParam().last, tolerance * GetParam().last);
}

INSTANTIATE_TEST_SUITE_P(Published,
                         UvModelCatapult,
                         testing::Values(Catapult{1.9, 0.807, 1.8820},
                                         Catapult{2.1, 3.475, 1.8723},
                                         Catapult{3.0, 156.263, 0.2431}));

TEST(UvModel, DivergesAboveFourTimesTheInverseCurvature) {
  UvModel model({});
  for (int step = 0; step < 60; ++step) {
    descend(model, 4.1 / 2);
  }
  EXPECT_FALSE(loss_of(model) < 1e6);
}

TEST(UvModel, RefusesACurvatureTooSmallForItsOutput) {
  EXPECT_THAT([] { UvModel({.width = 4, .curvature = 1, .output = 2}); },
              ThrowsMessage<std::invalid_argument>(
                  "uv: curvature must be >= 2 |output| / sqrt(width) = 2, got 1"));
  EXPECT_THAT([] { UvModel({.width = 5}); },
              ThrowsMessage<std::invalid_argument>("uv: width must be even and > 0, got 5"));
}

}}  // namespace anneal
