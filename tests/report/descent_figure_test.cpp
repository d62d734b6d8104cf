#include "apps/report/descent_figure.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "apps/report/descent_layout.h"
#include "apps/report/gnuplot.h"
#include "tests/support/temporary_folder.h"

namespace anneal::report { namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
using testing_support::read_text;
using testing_support::TemporaryFolder;

PlaneFunction bowl() {
  return {.text = "quadratic(1, 1)",
          .formula = "1/2 sum_i h_i x_i^2",
          .start = {1, 1},
          .lowest = 0.0,
          .minima = {{0, 0}},
          .loss = [](double x, double y) { return (x * x + y * y) / 2; }};
}

Descent descent(const std::string& optimizer, const std::string& schedule) {
  Descent result{.optimizer = optimizer, .schedule = schedule, .rows = {}};
  for (int step = 0; step <= 100; ++step) {
    const double x = 1 - 0.005 * step;
    result.rows.push_back({step, {x, x}, x * x, 0.1});
  }
  return result;
}

std::vector<std::string> titles(const DescentFigure& figure) {
  std::vector<std::string> result;
  for (const DescentPanel& panel : figure.panels) {
    result.push_back(panel.title);
  }
  return result;
}

TEST(DescentFigure, HasAPanelPerScheduleAndAStylePerOptimizer) {
  const std::vector<Descent> descents = {descent("a", "s"), descent("b", "s"), descent("a", "t"),
                                         descent("b", "t")};
  const DescentFigure figure = descent_figure(bowl(), descents);
  EXPECT_THAT(titles(figure), ElementsAre("s", "t"));
  for (const DescentPanel& panel : figure.panels) {
    ASSERT_EQ(panel.paths.size(), 2U);
    EXPECT_EQ(panel.paths[0].label, "a");
    EXPECT_EQ(panel.paths[0].style, 0);
    EXPECT_EQ(panel.paths[1].label, "b");
    EXPECT_EQ(panel.paths[1].style, 1);
  }
  EXPECT_EQ(figure.title, "quadratic(1, 1): 100 updates");
  EXPECT_THAT(figure.note, StartsWith("from (1, 1); a dot every 2 updates; contours at loss "));
}

TEST(DescentFigure, HasOnePanelWhereOnlyTheScheduleDiffers) {
  const DescentFigure figure =
      descent_figure(bowl(), std::vector{descent("a", "s"), descent("a", "t")});
  EXPECT_THAT(titles(figure), ElementsAre("a"));
  EXPECT_EQ(figure.panels[0].paths[1].label, "t");
}

TEST(DescentFigure, SaysWhichPathDiverged) {
  Descent wild = descent("a", "s");
  wild.diverged_at = 100;
  const DescentFigure figure = descent_figure(bowl(), std::vector{wild, descent("b", "s")});
  EXPECT_EQ(figure.panels[0].paths[0].remark, "diverged at update 100");
  EXPECT_EQ(figure.panels[0].paths[1].remark, "");
}

TEST(DescentFigure, ThinsALongPathButKeepsItsEnds) {
  Descent path = descent("a", "s");
  while (path.rows.size() < 100'000) {
    path.rows.push_back({static_cast<std::int64_t>(path.rows.size()), {0, 0}, 0, 0.1});
  }
  const DescentFigure figure = descent_figure(bowl(), std::vector{path});
  const std::vector<DescentRow>& points = figure.panels[0].paths[0].points;
  EXPECT_LE(points.size(), 4001U);
  EXPECT_EQ(points.front().step, 0);
  EXPECT_EQ(points.back().step, 99'999);
  EXPECT_EQ(figure.dot_every % (points[1].step - points[0].step), 0);  // dots are among them
}

TEST(DescentFigure, NeedsADescent) {
  EXPECT_THROW(descent_figure(bowl(), {}), std::invalid_argument);
}

bool overlap(const Box& a, const Box& b) {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height &&
         b.top < a.top + a.height;
}

TEST(DescentLayout, KeepsEverythingApartAndInside) {
  for (const int schedules : {1, 2, 3, 5, 7}) {
    std::vector<Descent> descents;
    for (int k = 0; k < schedules; ++k) {
      for (const char* optimizer : {"sgd(lr=0.001, momentum=0.9)", "adam(lr=0.5)", "lion", "radam",
                                    "rmsprop(lr=0.02, momentum=0.9)"}) {
        descents.push_back(descent(optimizer, "s" + std::to_string(k)));
      }
    }
    const DescentFigure figure = descent_figure(bowl(), descents);
    const DescentLayout layout = lay_out(figure);
    ASSERT_EQ(layout.cells.size(), static_cast<std::size_t>(schedules));
    std::vector<Box> boxes;
    for (const DescentCell& cell : layout.cells) {
      boxes.push_back(cell.map);
      boxes.push_back(cell.losses);
      EXPECT_NEAR(cell.map.width / cell.map.height,
                  figure.grid.window.width() / figure.grid.window.height(), 1e-9);
    }
    for (std::size_t a = 0; a < boxes.size(); ++a) {
      EXPECT_GT(boxes[a].left, 0);
      EXPECT_LT(boxes[a].left + boxes[a].width, layout.width);
      EXPECT_LT(boxes[a].top + boxes[a].height, layout.key.front().middle);
      for (std::size_t b = 0; b < a; ++b) {
        EXPECT_FALSE(overlap(boxes[a], boxes[b])) << schedules << ": " << a << " and " << b;
      }
    }
    EXPECT_EQ(layout.key.size(), 7U);  // five optimizers, start, minimum
    EXPECT_LT(layout.key.back().middle, layout.height);
  }
}

TEST(DrawDescents, WritesWhatItDraws) {
  if (!gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  Descent wild = descent("b", "s");
  wild.rows.push_back({101, {1e200, -1e250}, 1e300, 0.1});
  wild.diverged_at = 101;
  const DescentFigure figure = descent_figure(bowl(), std::vector{descent("a", "s"), wild});
  draw(figure, folder.path(), "ways");
  const CsvTable table = read_csv(folder / "ways.csv");
  EXPECT_THAT(table.columns, ElementsAre("part", "label", "step", "x", "y", "loss"));
  EXPECT_EQ(table.rows.size(), figure.grid.values.size() + 101 + 102);
  EXPECT_THAT(read_text(folder / "ways.svg"), HasSubstr("</svg>"));
  EXPECT_THAT(read_text(folder / "ways.svg"), HasSubstr("b: diverged at update 101"));
  EXPECT_THAT(read_text(folder / "ways.png"), StartsWith("\x89PNG"));
}

TEST(DrawDescents, DrawsAFlatFunctionAndOneWithoutALowestValue) {
  if (!gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  PlaneFunction flat = bowl();
  flat.loss = [](double, double) { return 0.0; };
  PlaneFunction saddle = bowl();
  saddle.lowest.reset();
  saddle.minima.clear();
  saddle.loss = [](double x, double y) { return x * x - y * y; };
  const std::vector<Descent> descents = {descent("a", "s")};
  EXPECT_NO_THROW(draw(descent_figure(flat, descents), folder.path(), "flat"));
  EXPECT_NO_THROW(draw(descent_figure(saddle, descents), folder.path(), "saddle"));
}

}}  // namespace anneal::report
