#include "apps/report/landscape.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal::report { namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

Descent through(const std::vector<PlanePoint>& points) {
  Descent descent;
  for (const PlanePoint& point : points) {
    descent.rows.push_back({static_cast<std::int64_t>(descent.rows.size()), point, 0, {}});
  }
  return descent;
}

TEST(ChooseWindow, HoldsStartMinimaAndPathsWithTheAspectAskedFor) {
  const std::vector<PlanePoint> minima = {{4, 0}};
  const std::vector<Descent> descents = {through({{0, 0}, {2, 3}, {4, 0}})};
  const Window window = choose_window({0, 0}, minima, descents, 1.5);
  for (const PlanePoint& point : {PlanePoint{0, 0}, PlanePoint{4, 0}, PlanePoint{2, 3}}) {
    EXPECT_TRUE(window.contains(point));
  }
  EXPECT_DOUBLE_EQ(window.width() / window.height(), 1.5);
  // 4 x 3 with 8 % of 4 on every side is 4.64 x 3.64, widened to 1.5 * 3.64
  EXPECT_DOUBLE_EQ(window.height(), 3.64);
}

TEST(ChooseWindow, IsTheSameWhateverADivergingPathDoesFarAway) {
  const std::vector<PlanePoint> minima = {{1, 1}};
  const std::vector<Descent> calm = {through({{0, 0}, {1, 1}})};
  const std::vector<Descent> wild = {through({{0, 0}, {1, 1}}),
                                     through({{0, 0}, {-9, 50}, {1e200, -1e300}})};
  const Window a = choose_window({0, 0}, minima, calm, 1);
  const Window b = choose_window({0, 0}, minima, wild, 1);
  EXPECT_THAT((std::vector{b.left, b.right, b.bottom, b.top}),
              ElementsAreArray({a.left, a.right, a.bottom, a.top}));
}

TEST(ChooseWindow, HasASizeEvenIfNothingMoves) {
  const std::vector<PlanePoint> minima = {{5, 5}};
  const std::vector<Descent> descents = {through({{5, 5}, {5, 5}})};
  const Window window = choose_window({5, 5}, minima, descents, 1);
  EXPECT_GT(window.width(), 1);
  EXPECT_TRUE(window.contains({5, 5}));
  EXPECT_GT(choose_window({0, 0}, {}, {}, 1).width(), 1);
}

TEST(SampleLoss, EvaluatesRowByRowFromTheBottomWithTheBorders) {
  PlaneFunction function;
  function.loss = [](double x, double y) { return 10 * y + x; };
  const LossGrid grid = sample_loss(function, {0, 2, 1, 3}, 3, 2);
  EXPECT_THAT(grid.values, ElementsAre(10, 11, 12, 30, 31, 32));
  EXPECT_EQ(grid.point(2, 1), (PlanePoint{2, 3}));
}

LossGrid grid_of(std::vector<double> values) {
  const int count = static_cast<int>(values.size());
  return {{}, count, 1, std::move(values)};
}

TEST(ContourLevels, RiseInEqualRatiosOfRoundNumbers) {
  std::vector<double> values;
  for (double value = 0.05; value < 400; value *= 1.01) {
    values.push_back(7 + value);  // the lowest value is 7
  }
  const std::vector<double> levels = contour_levels(grid_of(values), 7.0);
  EXPECT_THAT(levels, ElementsAre(DoubleEq(7.1), DoubleEq(7.2), DoubleEq(7.5), 8, 9, 12, 17, 27, 57,
                                  107, 207));
}

TEST(ContourLevels, AreTwoPerDecadeWhereTheLossSpansMore) {
  std::vector<double> values;
  for (double value = 1e-3; value < 1e5; value *= 1.01) {
    values.push_back(value);
  }
  const std::vector<double> levels = contour_levels(grid_of(values), 0.0);
  EXPECT_EQ(levels.size(), 12U);
  for (std::size_t k = 1; k < levels.size(); ++k) {
    EXPECT_NEAR(levels[k] / levels[k - 1], k % 2 == 1 ? 3 : 10.0 / 3, 1e-9);
  }
}

TEST(ContourLevels, LieOnBothSidesOfZeroWithoutALowestValue) {
  const std::vector<double> levels =
      contour_levels(grid_of({-100, -10, -1, 0, 1, 10, 100}), std::nullopt);
  ASSERT_FALSE(levels.empty());
  for (std::size_t k = 0; k < levels.size(); ++k) {
    EXPECT_EQ(levels[k], -levels[levels.size() - 1 - k]);
  }
  EXPECT_EQ(levels[levels.size() / 2], 0);
}

TEST(ContourLevels, OfAFlatFunctionAreNone) {
  EXPECT_THAT(contour_levels(grid_of({3, 3, 3}), 3.0), IsEmpty());
}

TEST(DrawablePart, EndsAtTheFirstPointFarAwayInItsDirection) {
  const Descent descent = through({{0, 0}, {30, 0}, {-1e300, 2e300}, {0, 0}});
  const std::vector<DescentRow> part = drawable_part(descent.rows, {-1, 1, -1, 1});
  ASSERT_EQ(part.size(), 3U);  // 30 is 15 windows away
  EXPECT_EQ(part[1].at, (PlanePoint{30, 0}));
  EXPECT_DOUBLE_EQ(part[2].at.x, -20);
  EXPECT_DOUBLE_EQ(part[2].at.y, 40);  // 20 windows
}

}}  // namespace anneal::report
