#include "data/points.h"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include <gtest/gtest.h>

namespace anneal { namespace {

constexpr double kTolerance = sizeof(Scalar) == 8 ? 1e-12 : 1e-6;

void expect_point(const Dataset& data, Index row, double x, double y) {
  EXPECT_NEAR(data.inputs.data()[2 * row], x, kTolerance) << "row " << row;
  EXPECT_NEAR(data.inputs.data()[2 * row + 1], y, kTolerance) << "row " << row;
}

// Golden values: from a second implementation of the streams and the formulas, in Python.
TEST(Spirals, AreTheSameOnEveryMachine) {
  const DataSplit noisy = spirals({.n = 2, .validation = 2, .noise = 0.02}, 3);
  expect_point(noisy.train, 0, -0.493163496709256, -0.6432601584599971);
  expect_point(noisy.train, 1, 0.2433637590181239, 0.7934858445870336);
  const DataSplit exact = spirals({.n = 2, .validation = 2, .seed = 5}, 2);
  expect_point(exact.validation, 0, 0.8201712852867042, 0.41457039372430654);
  expect_point(exact.validation, 1, 0.6265674840957, -0.12650908640287287);
}

TEST(Spirals, LieOnTheirCurveWithoutNoise) {
  const DataSplit split = spirals({.n = 400, .validation = 1}, 3);
  for (Index i = 0; i < split.train.size(); ++i) {
    const double side = split.train.labels[static_cast<std::size_t>(i)] == 0 ? 1.0 : -1.0;
    const double x = side * static_cast<double>(split.train.inputs.data()[2 * i]);
    const double y = side * static_cast<double>(split.train.inputs.data()[2 * i + 1]);
    const double u = (1.0 - std::hypot(x, y)) * 13.0 / 12.0;
    const double a = 2.0 * std::numbers::pi * 3.0 * u;
    EXPECT_NEAR(std::sin(a) * y - std::cos(a) * x, 0.0, 50 * kTolerance) << i;
    EXPECT_GT(std::sin(a) * x + std::cos(a) * y, 0.0) << i;
  }
}

TEST(Moons, AreTheSameOnEveryMachine) {
  const DataSplit split = moons({.n = 2, .validation = 2, .noise = 0.1});
  expect_point(split.train, 0, 0.8328867531631937, 0.5921402980741548);
  expect_point(split.train, 1, 0.21275104785872553, -0.06861090515651394);
  expect_point(split.validation, 0, -0.9477844367397166, 0.3205730552913311);
  expect_point(split.validation, 1, 1.2142801163474077, -0.5638122899568818);
}

TEST(Moons, AreHalfCirclesWithoutNoise) {
  const DataSplit split = moons({.n = 100, .validation = 1});
  for (Index i = 0; i < 100; ++i) {
    const auto x = static_cast<double>(split.train.inputs.data()[2 * i]);
    const auto y = static_cast<double>(split.train.inputs.data()[2 * i + 1]);
    if (i % 2 == 0) {
      EXPECT_NEAR(std::hypot(x, y), 1.0, kTolerance);
      EXPECT_GE(y, 0.0);
    } else {
      EXPECT_NEAR(std::hypot(x - 1.0, y - 0.5), 1.0, kTolerance);
      EXPECT_LE(y, 0.5);
    }
  }
}

TEST(Blobs, SurroundTheSameCentresInBothParts) {
  const DataSplit split = blobs({.n = 3, .validation = 3, .seed = 4}, 3, 2);
  for (Index i = 0; i < 6; ++i) {
    EXPECT_EQ(split.train.inputs.data()[i], split.validation.inputs.data()[i]);
  }
  const DataSplit noisy = blobs({.n = 4, .validation = 1, .noise = 1.0}, 3, 2);
  expect_point(noisy.train, 2, -2.0276984188982783, -2.7331380411393305);
  expect_point(noisy.train, 3, 0.09517216488201097, -2.185534220259897);
  EXPECT_EQ(noisy.train.labels, (std::vector<std::int32_t>{0, 1, 2, 0}));
}

TEST(Points, RefuseEmptySetsAndNegativeNoise) {
  EXPECT_THROW(moons({.n = 0}), std::invalid_argument);
  EXPECT_THROW(moons({.noise = -0.1}), std::invalid_argument);
  EXPECT_THROW(moons({.noise = NAN}), std::invalid_argument);
  EXPECT_THROW(spirals({}, 0.0), std::invalid_argument);
  EXPECT_THROW(blobs({}, 1, 2), std::invalid_argument);
}

}}  // namespace anneal
