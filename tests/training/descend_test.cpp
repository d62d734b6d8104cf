#include <cmath>
#include <fstream>
#include <numbers>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/descents_csv.h"
#include "apps/run/descent.h"
#include "core/scalar.h"
#include "schedulers/catalogue.h"

namespace anneal {

// Both precisions have these; the program descends in double alone (apps/training/descend.h).
inline namespace ANNEAL_PRECISION {
PlaneFunction plane_function_in_this_precision(const std::string& text);
Descent descend_in_this_precision(const DescentConfig& config, const ScheduleCatalogue& words);
}  // namespace ANNEAL_PRECISION

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using testing::ThrowsMessage;

constexpr bool kIsDouble = std::is_same_v<Scalar, double>;
constexpr double kExact = kIsDouble ? 1e-13 : 1e-5;

Descent descend(const DescentConfig& config) {
  return descend_in_this_precision(config, schedule_catalogue());
}

void expect_close(double value, double expected, double tolerance, const std::string& what) {
  EXPECT_LE(std::abs(value - expected), tolerance * std::abs(expected))
      << what << ": " << value << " instead of " << expected;
}

TEST(Descend, GradientDescentOnAQuadraticShrinksByOneMinusRateTimesCurvature) {
  const Descent descent = descend(
      {.function = "quadratic(1, 0.1, start=[2, -3])", .optimizer = "sgd(lr=0.3)", .updates = 20});
  ASSERT_EQ(descent.rows.size(), 21U);
  for (const DescentRow& row : descent.rows) {
    const auto t = static_cast<double>(row.step);
    const double x = 2 * std::pow(1 - 0.3 * 1, t);
    const double y = -3 * std::pow(1 - 0.3 * 0.1, t);
    expect_close(row.at.x, x, kExact, "x");
    expect_close(row.at.y, y, kExact, "y");
    expect_close(row.loss, (x * x + 0.1 * y * y) / 2, 3 * kExact, "loss");
  }
}

TEST(Descend, UnderAScheduleEveryUpdateShrinksByItsOwnRate) {
  const Descent descent = descend({.function = "quadratic(1, 2)",
                                   .optimizer = "sgd(lr=0.4)",
                                   .schedule = "cosine",
                                   .updates = 10});
  double x = 1;
  for (std::size_t t = 0; t < 10; ++t) {
    const double lr = 0.2 * (1 + std::cos(std::numbers::pi * static_cast<double>(t) / 10));
    expect_close(descent.rows[t].lr.value(), lr, 1e-14, "lr");
    expect_close(descent.rows[t].at.x, x, kExact, "x");
    x *= 1 - lr;
  }
  expect_close(descent.rows[10].at.x, x, kExact, "x");
}

// v' = mu v + h x, x' = x - lr v'
TEST(Descend, HeavyBallFollowsItsRecursionWithAScheduledMomentum) {
  const Descent descent = descend({.function = "quadratic(1, 0.5, start=[1, -2])",
                                   .optimizer = "sgd(lr=0.1, momentum=0.8)",
                                   .momentum_schedule = "linear(from=1, to=0.5)",
                                   .updates = 8});
  double x = 1, y = -2, vx = 0, vy = 0;
  for (std::size_t t = 0; t <= 8; ++t) {
    expect_close(descent.rows[t].at.x, x, kExact, "x");
    expect_close(descent.rows[t].at.y, y, kExact, "y");
    const double mu = 0.8 * (1 - 0.5 * static_cast<double>(t) / 8);
    vx = mu * vx + x;
    vy = mu * vy + 0.5 * y;
    x -= 0.1 * vx;
    y -= 0.1 * vy;
  }
}

// tests/golden/descend.tsv: PyTorch, in double, from descend_golden.py.
TEST(Descend, FollowsPyTorchOnRosenbrockUnderACosine) {
  std::ifstream file(ANNEAL_TEST_DIR "/golden/descend.tsv");
  std::string optimizer;
  Descent descent;
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) {
      continue;
    }
    std::istringstream fields(line);
    std::string spec;
    std::getline(fields, spec, '\t');
    if (spec != optimizer) {
      optimizer = spec;
      descent = descend({.optimizer = optimizer, .schedule = "cosine", .updates = 200});
      ASSERT_EQ(descent.rows.size(), 201U);
    }
    std::size_t step = 0;
    double x = 0, y = 0, loss = 0, lr = 0;
    fields >> step >> x >> y >> loss;
    const DescentRow& row = descent.rows.at(step);
    const std::string what = optimizer + " at step " + std::to_string(step);
    const double tolerance = kIsDouble ? 1e-12 : 1e-3;
    expect_close(row.at.x, x, tolerance, what + ": x");
    expect_close(row.at.y, y, tolerance, what + ": y");
    expect_close(row.loss, loss, kIsDouble ? 1e-12 : 0.02, what + ": loss");
    EXPECT_EQ(row.lr.has_value(), static_cast<bool>(fields >> lr));
    expect_close(row.lr.value_or(lr), lr, 1e-12, what + ": lr");
    ++rows;
  }
  EXPECT_EQ(rows, 48);
}

TEST(Descend, ARowHoldsTheStateBeforeItsUpdateAndTheLastHasNoRate) {
  const Descent descent = descend({.function = "booth", .optimizer = "sgd(lr=0.01)", .updates = 3});
  ASSERT_EQ(descent.rows.size(), 4U);
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(descent.rows[k].step, static_cast<std::int64_t>(k));
    EXPECT_EQ(descent.rows[k].lr.has_value(), k < 3);
  }
  EXPECT_EQ(descent.rows[0].at, (PlanePoint{0, 0}));
  EXPECT_EQ(descent.rows[0].loss, 74);  // 7^2 + 5^2
  EXPECT_FALSE(descent.diverged_at.has_value());
  EXPECT_EQ(status_text(descent), "done");
}

TEST(Descend, TheStartCanBeChosen) {
  const Descent descent = descend({.function = "booth", .updates = 1, .start = PlanePoint{1, 3}});
  EXPECT_EQ(descent.rows[1].at, (PlanePoint{1, 3}));  // the minimum stays where it is
  EXPECT_EQ(descent.rows[1].loss, 0);
}

// x_t = (1 - 3 * 1)^t = (-2)^t: the loss 2^(2t) / 2 leaves the doubles at t = 513, floats at 65.
TEST(Descend, ADivergedDescentEndsWithTheLastFiniteState) {
  const Descent descent = descend(
      {.function = "quadratic(1, 0, start=[1, 0])", .optimizer = "sgd(lr=3)", .updates = 2000});
  const std::int64_t last = descent.diverged_at.value();
  EXPECT_EQ(descent.rows.size(), static_cast<std::size_t>(last) + 1);
  EXPECT_EQ(descent.rows.back().step, last);
  EXPECT_EQ(descent.rows.back().lr, 3.0);  // the rate of the update that did it
  for (const DescentRow& row : descent.rows) {
    EXPECT_TRUE(std::isfinite(row.at.x) && std::isfinite(row.loss));
    EXPECT_EQ(row.at.x, std::pow(-2.0, static_cast<double>(row.step)));
  }
  EXPECT_LE(last, kIsDouble ? 512 : 64);
  EXPECT_GE(last, kIsDouble ? 510 : 62);
  EXPECT_EQ(status_text(descent), "diverged at update " + std::to_string(last));
}

TEST(Descend, ScheduleFreeIsJudgedAtItsAverage) {
  // z1 = 1 - 0.5 = 0.5, x1 = z1; z2 = 0.5 - 0.5 y1 = 0.25, x2 = (z1 + z2) / 2 = 0.375
  const Descent descent = descend(
      {.function = "quadratic(1, 1)", .optimizer = "schedule_free_sgd(lr=0.5)", .updates = 2});
  expect_close(descent.rows[1].at.x, 0.5, kExact, "x");
  expect_close(descent.rows[2].at.x, 0.375, kExact, "x");
}

TEST(Descend, APlateauHearsTheLossAfterEveryUpdate) {
  const Descent descent = descend({.function = "booth",
                                   .optimizer = "sgd(lr=1e-9)",
                                   .schedule = "plateau(metric=val_loss, factor=0.5, patience=2ev)",
                                   .updates = 8});
  EXPECT_EQ(descent.rows[0].lr, 1e-9);
  EXPECT_LT(descent.rows[7].lr.value(), 1e-9);  // gains too small to count
}

TEST(Descend, NoiseDependsOnTheSeedAlone) {
  const DescentConfig config{.function = "noisy_quadratic(1, 1)", .optimizer = "sgd(lr=0.1)"};
  DescentConfig other = config;
  other.seed = 1;
  EXPECT_EQ(descend(config).rows[9].at, descend(config).rows[9].at);
  EXPECT_NE(descend(config).rows[9].at, descend(other).rows[9].at);
  EXPECT_EQ(descend(config).rows[0].loss, 1);  // (1 + 1) / 2: the loss shown has no noise
}

TEST(Descend, WarnsOfAnOptimizerWithAScheduleOfItsOwn) {
  EXPECT_THAT(
      descend({.optimizer = "radam(lr=0.01)", .schedule = "warmup(10%) then constant"}).warnings,
      testing::Contains(HasSubstr("warmup")));
  EXPECT_THAT(descend({.optimizer = "sgd(lr=1e-3)"}).warnings, IsEmpty());
}

// When an optimizer's warning concerns a schedule stands in its entry, for descents as for runs.
TEST(Descend, WarnsOnlyWhereTheOptimizersEntrySays) {
  const auto warnings = [](const std::string& optimizer, const std::string& schedule) {
    return descend({.optimizer = optimizer, .schedule = schedule, .updates = 20}).warnings;
  };
  EXPECT_THAT(warnings("rmsprop(lr=1e-3)", "constant"),
              ElementsAre(HasSubstr("which a warmup hides")));
  EXPECT_THAT(warnings("rmsprop(lr=1e-3)", "warmup(5it, from=0.1) then constant"), IsEmpty());
  EXPECT_THAT(warnings("radam(lr=1e-3)", "constant"), IsEmpty());
  EXPECT_THAT(warnings("adagrad(lr=1e-3)", "linear"),
              ElementsAre(HasSubstr("a decaying schedule is a second decay")));
  EXPECT_THAT(warnings("adagrad(lr=1e-3)", "constant"), IsEmpty());
}

TEST(Descend, RefusesWhatDoesNotFit) {
  const auto refuses = [](const DescentConfig& config, const std::string& message) {
    EXPECT_THAT([&] { descend(config); }, ThrowsMessage<std::invalid_argument>(HasSubstr(message)));
  };
  refuses({.function = "uv"}, "uv is a function of 1024 numbers");
  refuses({.function = "quadratic(1, 2, 3)"}, "quadratic(1, 2, 3) is a function of 3 numbers");
  refuses({.function = "rosenbrok"}, "did you mean rosenbrock?");
  refuses({.optimizer = "adamm"}, "did you mean adam?");
  refuses({.schedule = "cosin"}, "did you mean cosine?");
  refuses({.optimizer = "sgd(lr=0.1)", .momentum_schedule = "cosine"}, "momentum is 0");
  refuses({.updates = 0}, "updates: must be in [1, 10000000], got 0");
  refuses({.start = PlanePoint{1e200, 0}}, "the loss of rosenbrock at (");
}

TEST(PlaneFunction, KnowsItsStartItsMinimaAndItsLoss) {
  const PlaneFunction rosenbrock = plane_function_in_this_precision("rosenbrock(a=2, b=100)");
  EXPECT_EQ(rosenbrock.text, "rosenbrock(a=2, b=100)");
  EXPECT_FLOAT_EQ(static_cast<float>(rosenbrock.start.x), -1.2F);
  EXPECT_EQ(rosenbrock.minima, (std::vector<PlanePoint>{{2, 4}}));
  EXPECT_EQ(rosenbrock.lowest, 0.0);
  EXPECT_EQ(rosenbrock.loss(2, 4), 0);
  EXPECT_EQ(rosenbrock.loss(0, 1), 104);  // 2^2 + 100 * 1^2
  EXPECT_EQ(plane_function_in_this_precision("himmelblau").minima.size(), 4U);
  EXPECT_THAT(plane_function_in_this_precision("saddle").minima, IsEmpty());
}

TEST(Descent, KnowsWhenALossWasReachedAndHowFarTheMinimumIs) {
  Descent descent;
  descent.rows = {{0, {0, 0}, 8, 0.1}, {1, {3, 4}, 2, 0.1}, {2, {1, 1}, 5, {}}};
  EXPECT_EQ(first_at_most(descent, 2), 1);
  EXPECT_EQ(first_at_most(descent, 10), 0);
  EXPECT_FALSE(first_at_most(descent, 1).has_value());
  const std::vector<PlanePoint> minima = {{100, 0}, {3, 4}, {-100, 0}};
  EXPECT_EQ(distance_to_nearest({0, 0}, minima), 5);
  EXPECT_FALSE(distance_to_nearest({0, 0}, {}).has_value());
}

TEST(Descent, SeveralInOneCsvAreToldApartByTheirSpecs) {
  Descent one{.optimizer = "sgd(lr=0.1, momentum=0.9)", .schedule = "table(\"a.csv\")", .rows = {}};
  one.rows = {{0, {1, 2}, 0.5, 0.1}, {1, {0.1, -2}, 0.25, {}}};
  EXPECT_EQ(descents_csv(std::vector{one}), "step,x,y,loss,lr\n0,1,2,0.5,0.1\n1,0.1,-2,0.25,\n");
  EXPECT_THAT(descents_csv(std::vector{one, one}),
              StartsWith("optimizer,schedule,step,x,y,loss,lr\n"
                         "\"sgd(lr=0.1, momentum=0.9)\",\"table(\"\"a.csv\"\")\",0,1,2,0.5,0.1\n"
                         "\"sgd(lr=0.1, momentum=0.9)\","));
}

}  // namespace
}  // namespace anneal
