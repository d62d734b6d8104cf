#include "data/teacher.h"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

namespace anneal { namespace {

constexpr double kTolerance = sizeof(Scalar) == 8 ? 1e-12 : 1e-6;

// Golden values: from a second implementation of the streams and the formula, in Python.
TEST(Teacher, IsTheSameOnEveryMachine) {
  const DataSplit split =
      teacher({.n = 2, .validation = 1, .features = 3, .hidden = 4, .outputs = 2, .noise = 0.1});
  EXPECT_EQ(split.train.inputs.shape(), (Shape{2, 3}));
  EXPECT_EQ(split.train.targets.shape(), (Shape{2, 2}));
  EXPECT_EQ(split.train.outputs(), 2);
  const double x[] = {-0.2528092989901046, -0.4627600948014332, 0.3154454829071908,
                      -0.7041562686855094, 2.098002181061821,   0.1403804862395574};
  const double y[] = {0.04403049175989232, -0.14951706776778412, 0.06734892423153252,
                      -0.605991063027301};
  for (Index i = 0; i < 6; ++i) {
    EXPECT_NEAR(split.train.inputs.data()[i], x[i], kTolerance) << i;
  }
  for (Index i = 0; i < 4; ++i) {
    EXPECT_NEAR(split.train.targets.data()[i], y[i], kTolerance) << i;
  }
}

TEST(Teacher, AddsNoiseWhoseMeanSquareIsTheLossFloor) {
  const TeacherOptions clean{.n = 1, .validation = 1, .noise = 0.0};
  EXPECT_EQ(teacher(clean).loss_floor, 0.0);

  // One noise draw per sample follows the inputs, so the inputs of both sets are the same.
  const Index n = 4000;
  const DataSplit noisy = teacher({.n = n, .validation = 1, .noise = 0.5});
  const DataSplit exact = teacher({.n = n, .validation = 1, .noise = 0.0});
  double sum = 0.0;
  for (Index i = 0; i < n; ++i) {
    const auto difference = static_cast<double>(noisy.train.targets.data()[i]) -
                            static_cast<double>(exact.train.targets.data()[i]);
    sum += difference * difference;
  }
  // The standard error of a mean square of n normals is sqrt(2/n) of it: .0056 here.
  EXPECT_EQ(noisy.loss_floor, 0.25);
  EXPECT_NEAR(sum / static_cast<double>(n), 0.25, 4 * 0.25 * std::sqrt(2.0 / 4000.0));
}

TEST(Teacher, RefusesSizesBelowOne) {
  EXPECT_THROW(teacher({.hidden = 0}), std::invalid_argument);
  EXPECT_THROW(teacher({.noise = -1.0}), std::invalid_argument);
}

}}  // namespace anneal
