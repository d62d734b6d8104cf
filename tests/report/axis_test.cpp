#include "apps/report/axis.h"

#include <algorithm>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal::report { namespace {

using testing::DoubleEq;
using testing::ElementsAre;

Curve curve_of(const std::vector<double>& values) {
  Curve curve;
  for (const double value : values) {
    curve.points.push_back({0, value, value, value, 1});
  }
  return curve;
}

Axis axis_of(const std::vector<double>& values) {
  const std::vector<Curve> curves = {curve_of(values)};
  return choose_axis(curves);
}

TEST(Axis, IsLogarithmicAboveAFactorOfEight) {
  EXPECT_FALSE(axis_of({0.25, 2}).logarithmic);
  EXPECT_TRUE(axis_of({0.24, 2}).logarithmic);
}

TEST(Axis, IsLinearWhereAValueIsZero) {
  EXPECT_FALSE(axis_of({0, 100}).logarithmic);
}

TEST(Axis, StartsAtZeroOrNearTheSmallestValue) {
  EXPECT_EQ(axis_of({0.2, 1}).low, 0);
  EXPECT_GT(axis_of({0.8, 1}).low, 0.7);
}

TEST(Axis, HoldsAllValues) {
  for (const std::vector<double>& values :
       std::vector<std::vector<double>>{{0.3, 0.4}, {1e-4, 1}, {0, 5}, {3}, {0}, {-2, 1}}) {
    const Axis axis = axis_of(values);
    EXPECT_LE(axis.low, std::ranges::min(values));
    EXPECT_GE(axis.high, std::ranges::max(values));
    EXPECT_LT(axis.low, axis.high);
    EXPECT_GE(axis.marks.size(), 2U);
  }
}

TEST(Axis, EndsNearTheTopThatACurveLeaves) {
  const std::vector<Curve> curves = {curve_of({2, 1, 1e9})};
  EXPECT_NEAR(choose_axis(curves, 8).high, 8, 2);
  EXPECT_LT(choose_axis(curves, 1e10).high, 1e10);
}

TEST(Axis, PositionIsZeroAtTheBottomAndOneAtTheTop) {
  Axis axis{.low = 1, .high = 100, .logarithmic = true, .marks = {}};
  EXPECT_DOUBLE_EQ(axis.position(1), 0);
  EXPECT_DOUBLE_EQ(axis.position(10), 0.5);
  EXPECT_DOUBLE_EQ(axis.position(1000), 1);
}

TEST(Marks, AreRoundNumbers) {
  EXPECT_THAT(linear_marks(0, 1), ElementsAre(0, DoubleEq(0.2), DoubleEq(0.4), DoubleEq(0.6),
                                              DoubleEq(0.8), DoubleEq(1)));
  EXPECT_THAT(logarithmic_marks(0.1, 1),
              ElementsAre(DoubleEq(0.1), DoubleEq(0.2), DoubleEq(0.5), DoubleEq(1)));
  EXPECT_EQ(logarithmic_marks(1e-5, 1).size(), 6U);
  EXPECT_EQ(logarithmic_marks(0.25, 2.5).size(), 6U);  // 0.3 0.4 0.6 0.8 1 2
}

TEST(Labels, StayWhereTheyWantToBeIfThereIsRoom) {
  const std::vector<double> wanted = {0.8, 0.2};
  EXPECT_THAT(spread_labels(wanted, std::vector{0.1, 0.1}), ElementsAre(0.8, 0.2));
}

TEST(Labels, NeverOverlapAndStayInside) {
  const std::vector<double> wanted = {0.01, 0.02, 0.02, 0.5, 0.98, 1.0};
  const std::vector<double> heights = {0.1, 0.1, 0.2, 0.1, 0.1, 0.1};
  const std::vector<double> placed = spread_labels(wanted, heights);
  for (std::size_t a = 0; a < placed.size(); ++a) {
    EXPECT_GE(placed[a] - heights[a] / 2, -1e-12);
    EXPECT_LE(placed[a] + heights[a] / 2, 1 + 1e-12);
    for (std::size_t b = 0; b < a; ++b) {
      EXPECT_GE(std::abs(placed[a] - placed[b]), (heights[a] + heights[b]) / 2 - 1e-12);
    }
  }
  EXPECT_LT(placed[0], placed[1]);  // order is kept
}

}}  // namespace anneal::report
