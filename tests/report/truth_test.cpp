// Nothing is drawn that is not so.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/report/arms.h"
#include "apps/report/average.h"
#include "apps/report/axis.h"
#include "apps/report/context.h"
#include "apps/report/draw.h"
#include "apps/report/gnuplot.h"
#include "apps/report/report.h"
#include "apps/report/run_curves.h"
#include "apps/report/visible.h"
#include "core/text.h"
#include "tests/support/temporary_folder.h"

namespace anneal::report { namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using testing_support::read_text;
using testing_support::TemporaryFolder;
using testing_support::write_text;

Curve curve_of(const std::vector<double>& values) {
  Curve curve;
  for (const double value : values) {
    curve.points.push_back({static_cast<double>(curve.points.size()), value, value, value, 1});
  }
  return curve;
}

const Axis kToTen{.low = 0, .high = 10, .logarithmic = false, .marks = {}};

TEST(VisibleLine, LeavesAtTheBorderAndComesBackThere) {
  const VisibleLine line = visible_line(line_of(curve_of({0, 20, 20, 0})), kToTen);
  ASSERT_EQ(line.pieces.size(), 2U);
  EXPECT_EQ(line.pieces[0].back().x, 0.5);
  EXPECT_EQ(line.pieces[0].back().y, 10);
  EXPECT_EQ(line.pieces[1].front().x, 2.5);
  ASSERT_EQ(line.exits.size(), 1U);
  EXPECT_EQ(line.exits[0].x, 0.5);
}

TEST(VisibleLine, HasNoPointAboveTheAxisForAnyValue) {
  for (const double wild : {11.0, 1e12, 1e300, std::numeric_limits<double>::infinity()}) {
    const VisibleLine line = visible_line(line_of(curve_of({1, wild, 2, wild})), kToTen);
    EXPECT_THAT(line.exits, SizeIs(2)) << wild;
    for (const auto& piece : line.pieces) {
      for (const PlotPoint& point : piece) {
        EXPECT_LE(point.y, 10);
        EXPECT_TRUE(std::isfinite(point.x)) << wild;
      }
    }
  }
}

TEST(VisibleLine, CrossesALogarithmicBorderWhereTheLineIsSeenToDo) {
  const Axis axis{.low = 1, .high = 10, .logarithmic = true, .marks = {}};
  const VisibleLine line = visible_line(line_of(curve_of({1, 100})), axis);
  EXPECT_DOUBLE_EQ(line.pieces.at(0).back().x, 0.5);
}

TEST(VisibleLine, DropsOutOfALogarithmicAxisAtZero) {
  const Axis axis{.low = 1e-3, .high = 10, .logarithmic = true, .marks = {}};
  const VisibleLine line = visible_line(line_of(curve_of({1, 0, 1})), axis);
  EXPECT_THAT(line.pieces, SizeIs(2));
  EXPECT_THAT(line.exits, IsEmpty());  // only the top needs a mark
}

TEST(LineOf, StairsHoldEachValueUntilTheNextAndTheLastForOneUpdate) {
  Curve curve = curve_of({1, 0.1});
  curve.hold = 1;
  const std::vector<PlotPoint> line = line_of(curve);
  ASSERT_EQ(line.size(), 4U);
  EXPECT_EQ(line[1].x, 1);
  EXPECT_EQ(line[1].y, 1);  // the drop is vertical
  EXPECT_EQ(line[3].x, 2);
  EXPECT_EQ(line[3].y, 0.1);
}

TEST(Axis, OfNothingButZerosIsAroundThemWithTheCurveAtItsFoot) {
  for (const double value : {0.0, 1e-300, 5e-324}) {
    const std::vector<Curve> curves = {curve_of({value, value})};
    const Axis axis = choose_axis(curves);
    EXPECT_EQ(axis.low, 0) << value;
    EXPECT_GE(axis.high, 1) << value;
    EXPECT_LT(axis.high, 1.1) << value;
  }
}

TEST(Axis, HasAnEndForLossesOf1e308) {
  for (const Scale scale : {Scale::kAutomatic, Scale::kLinear}) {
    const std::vector<Curve> curves = {curve_of({1, 1e308})};
    const Axis axis = choose_axis(curves, 1e308 * 10, scale);
    EXPECT_TRUE(std::isfinite(axis.high));
    EXPECT_GT(axis.high, 1e299);
    EXPECT_LE(axis.marks.size(), 12U);
  }
}

TEST(Axis, OfValuesThatDifferByRoundingIsThatOfAConstant) {
  const std::vector<Curve> curves = {curve_of({0.1, std::nextafter(0.1, 1)})};
  const Axis axis = choose_axis(curves);
  EXPECT_EQ(axis.low, 0);
  EXPECT_GT(axis.high, 0.1);
  EXPECT_LE(axis.marks.size(), 12U);
}

TEST(GeometricBand, IsOfTheLogsAndNeverReachesZero) {
  const std::vector<Samples> runs = {{{0, 1}}, {{0, 1}}, {{0, 1000}}};
  const CurvePoint point = mean_and_band(runs, Centre::kGeometric).at(0);
  EXPECT_NEAR(point.y, 10, 1e-12);
  // logs 0, 0, 3 (of ten): mean 1, sd sqrt(3)
  EXPECT_NEAR(point.high / std::pow(10, 1 + std::numbers::sqrt3), 1, 1e-12);
  EXPECT_NEAR(point.low / std::pow(10, 1 - std::numbers::sqrt3), 1, 1e-12);
  EXPECT_GT(point.low, 0);
}

TEST(ArithmeticBand, IsCutAtZeroWhereNoValueIsBelow) {
  EXPECT_EQ(mean_and_band(std::vector<Samples>{{{0, 1}}, {{0, 9}}}).at(0).low, 0);  // 5 -+ 5.7
  EXPECT_LT(mean_and_band(std::vector<Samples>{{{0, -1}}, {{0, 9}}}).at(0).low, 0);
}

TEST(BlockWidth, SmoothsShortRunsAsWell) {
  EXPECT_EQ(block_width(30, 120), 1U);
  EXPECT_EQ(block_width(234, 120), 5U);  // 40 blocks
  EXPECT_EQ(block_width(3000, 120), 25U);
  EXPECT_EQ(block_width(24'000, 120), 200U);
}

TEST(GrowingBlocks, BeginWithSingleUpdatesAndEndWithTheLast) {
  const std::vector<std::size_t> ends = growing_blocks(1000, 25);
  EXPECT_EQ(ends[0], 1U);
  EXPECT_EQ(ends[1], 2U);
  EXPECT_EQ(ends.back(), 1000U);
  EXPECT_TRUE(std::ranges::is_sorted(ends));
  EXPECT_LT(ends.size(), 70U);
  const std::size_t last = ends.back() - ends[ends.size() - 2];
  EXPECT_LE(last, 100U);  // a tenth of those before
  EXPECT_THAT(growing_blocks(0, 25), IsEmpty());
}

TEST(NoteLines, HoldAsManySentencesAsFitAndNoneTooLong) {
  const std::vector<std::string> sentences = {"one", "two", "", std::string(50, 'x')};
  EXPECT_THAT(note_lines(sentences, 20), ElementsAre("one;  two", std::string(16, 'x') + " ..."));
}

/// A comparison with two arms of three seeds.
class Comparison : public testing::Test {
 protected:
  struct Made {
    double final_loss = 0.5;
    std::string status = "done";
    double rate = 0.1;
    int updates = 60;
    std::string model = "mlp(8)";
  };

  void run(const std::string& name, const Made& made) const {
    const fs::path run = folder_ / "runs" / name;
    std::string steps = "step,epoch,lr,loss,grad_norm\n";
    for (int t = 0; t < made.updates; ++t) {
      const double loss = 2.0 + (made.final_loss - 2.0) * t / (made.updates - 1.0);
      steps += join_text(t, ',', t / 20.0, ',', t < 30 ? 0.1 : made.rate, ',', loss, ",1\n");
    }
    write_text(run / "steps.csv", steps);
    write_text(
        run / "evals.csv",
        join_text("step,epoch,lr,train_loss,val_loss,val_accuracy\n0,0,,2.5,2.5,0.1\n60,3,0.1,",
                  made.final_loss, ',', made.final_loss, ",0.01\n"));
    write_text(run / "run.toml",
               join_text("[run]\ndata = \"blobs\"\nmodel = \"", made.model,
                         "\"\nepochs = 3\nclip_norm = 1.5\n[resolved]\nbatch_size = 32\n"
                         "updates_per_epoch = 20\nupdates = 60\nguessing_loss = 1.25\n"
                         "warnings = [\"takes 80 % of the run\"]\nnotes = []\n"));
  }

  void summary(const std::vector<std::pair<std::string, std::string>>& names_and_states) const {
    std::string text = "run,optimizer,schedule,seed,status,diverged_at\n";
    for (const auto& [name, status] : names_and_states) {
      const std::string schedule = name[0] == 'c' ? "cosine" : "plateau(metric=val_loss)";
      text += join_text(name, ",sgd(lr=0.1),", schedule, ',', name[1], ',', status, ",\n");
    }
    write_text(folder_ / "summary.csv", text);
  }

  /// Arm c and arm p with seeds 0 to 2, all done.
  void whole() const {
    for (const std::string name : {"c0", "c1", "c2", "p0", "p1", "p2"}) {
      run(name, {});
    }
    summary({{"c0", "done"},
             {"c1", "done"},
             {"c2", "done"},
             {"p0", "done"},
             {"p1", "done"},
             {"p2", "done"}});
  }

  Figure figure(const std::string& stem) const {
    for (const NamedFigure& named : study_figures(read_study(folder_))) {
      if (named.stem == stem + "-sgd-lr-0-1") {
        return named.figure;
      }
    }
    throw std::runtime_error("no figure " + stem);
  }

  BarFigure bars(const std::string& stem) const {
    for (const NamedBars& named : final_bars(read_study(folder_))) {
      if (named.stem == stem) {
        return named.figure;
      }
    }
    throw std::runtime_error("no bars " + stem);
  }

  const TemporaryFolder scratch_;
  const fs::path folder_ = scratch_.path();
};

TEST_F(Comparison, EveryFigureNamesDataModelLengthBatchSizeAndSeeds) {
  whole();
  for (const char* stem : {"train-loss", "train-loss-start", "val-loss"}) {
    EXPECT_EQ(figure(stem).title.substr(figure(stem).title.find(", ")), ", sgd(lr=0.1)");
    EXPECT_THAT(figure(stem).notes,
                AllOf(Contains("blobs"), Contains("mlp(8)"), Contains("3 epochs (60 updates)"),
                      Contains("batch size 32"), Contains("clip norm 1.5"),
                      Contains(HasSubstr("over 3 seeds")), Contains("takes 80 % of the run")));
  }
  for (const char* stem : {"final-train-loss", "final-val-loss", "final-val-error"}) {
    EXPECT_EQ(bars(stem).groups.at(0).label, "sgd(lr=0.1)");
    EXPECT_THAT(bars(stem).notes,
                AllOf(Contains("blobs"), Contains("mlp(8)"), Contains("batch size 32"),
                      Contains(HasSubstr("over 3 seeds"))));
  }
}

TEST_F(Comparison, AMissingRunIsNamedAndNotCounted) {
  whole();
  fs::remove_all(folder_ / "runs/c1");
  fs::remove(folder_ / "runs/p2/steps.csv");
  const Figure losses = figure("val-loss");
  EXPECT_THAT(losses.notes,
              AllOf(Contains(HasSubstr("over 2 seeds")), Contains("missing: cosine, seed 1"),
                    Contains("missing: plateau, seed 2")));
  EXPECT_EQ(losses.panels[0].curves[0].label, "cosine, 1 of 3 missing");
  EXPECT_EQ(losses.panels[0].curves[0].points[0].seeds, 2);
  EXPECT_EQ(bars("final-val-loss").groups[0].bars[0].values.size(), 2U);
  EXPECT_EQ(bars("final-val-loss").groups[0].bars[0].remark, "1 of 3 missing");
  if (gnuplot_available()) {
    EXPECT_THAT(write_report(folder_).warnings,
                ElementsAre(HasSubstr("runs/c1: is missing or has no steps.csv"),
                            HasSubstr("runs/p2: is missing or has no steps.csv")));
  }
}

TEST_F(Comparison, RatesThatDifferFromSeedToSeedAreNeverAveraged) {
  whole();
  run("p0", {.rate = 0.05});
  run("p1", {.rate = 0.025});
  const Figure losses = figure("train-loss");
  const std::vector<Curve>& rates = losses.panels.at(1).curves;
  ASSERT_EQ(rates.size(), 4U);
  EXPECT_EQ(rates[0].label, "cosine");
  EXPECT_EQ(rates[0].look, Look::kFull);
  for (const Curve& curve : rates) {
    for (const CurvePoint& point : curve.points) {
      EXPECT_THAT((std::vector<double>{0.1, 0.05, 0.025}), Contains(point.y));
    }
  }
  EXPECT_EQ(rates[2].label, "plateau, seed 1");
  EXPECT_EQ(rates[2].look, Look::kThin);
  EXPECT_THAT(losses.notes, Contains("rate: a thin line for each seed where they differ"));
}

TEST_F(Comparison, ADivergedRunIsALineOfItsOwnAndNoPartOfTheMean) {
  whole();
  run("c1", {.final_loss = 1.9, .updates = 9});
  summary({{"c0", "done"},
           {"c1", "diverged"},
           {"c2", "done"},
           {"p0", "done"},
           {"p1", "done"},
           {"p2", "done"}});
  const std::vector<Curve> curves = figure("train-loss").panels[0].curves;
  ASSERT_EQ(curves.size(), 3U);
  EXPECT_EQ(curves[0].label, "cosine, 1 of 3 diverged");
  EXPECT_EQ(curves[0].points.front().seeds, 2);
  EXPECT_EQ(curves[1].label, "cosine, seed 1, diverged");
  EXPECT_EQ(curves[1].look, Look::kThin);
  EXPECT_TRUE(curves[1].crossed);
  EXPECT_FALSE(curves[1].labelled);
  EXPECT_EQ(bars("final-train-loss").groups[0].bars[0].remark, "1 of 3 diverged");
}

TEST_F(Comparison, AnArmWithoutAFinishedRunIsNamedAtOneOfItsLines) {
  whole();
  summary({{"c0", "diverged"},
           {"c1", "diverged"},
           {"c2", "interrupted"},
           {"p0", "done"},
           {"p1", "done"},
           {"p2", "done"}});
  const std::vector<Curve> curves = figure("train-loss").panels[0].curves;
  ASSERT_EQ(curves.size(), 4U);
  EXPECT_EQ(curves[0].label, "cosine, 2 of 3 diverged, 1 of 3 interrupted");
  EXPECT_TRUE(curves[0].labelled);
  EXPECT_FALSE(curves[1].labelled);
}

TEST_F(Comparison, RunsNoBetterThanGuessingAreCounted) {
  whole();
  std::string text = "run,optimizer,schedule,seed,status,remark\n";
  for (int k = 0; k < 3; ++k) {
    text += join_text('c', k, ",sgd(lr=0.1),cosine,", k, ",done,",
                      k < 2 ? "no better than guessing" : "", '\n');
  }
  write_text(folder_ / "summary.csv", text);
  EXPECT_EQ(figure("val-loss").panels[0].curves[0].label, "cosine, 2 of 3 no better than guessing");
}

TEST_F(Comparison, ALogarithmicAxisHasBandsOfTheLogs) {
  whole();
  run("c0", {.final_loss = 1e-3});
  run("c1", {.final_loss = 0.1});
  const Figure losses = figure("train-loss");
  EXPECT_EQ(losses.panels[0].scale, Scale::kLogarithmic);
  for (const CurvePoint& point : losses.panels[0].curves[0].points) {
    EXPECT_GT(point.low, 0);
    EXPECT_NEAR(point.y / point.low, point.high / point.y, 1e-9);
  }
  EXPECT_THAT(losses.notes, Contains("geometric mean, band: 1 sd of the logs over 3 seeds"));
}

TEST_F(Comparison, ALossThatIsZeroInOneSeedIsOnALinearAxis) {
  whole();
  run("c0", {.final_loss = 0});
  run("c1", {.final_loss = 0.1});
  run("c2", {.final_loss = 0.1});
  EXPECT_EQ(figure("val-loss").panels[0].scale, Scale::kLinear);
  EXPECT_THAT(figure("val-loss").notes, Contains("mean \u00b1 1 sd over 3 seeds"));
}

TEST_F(Comparison, TheEvaluationBeforeTheFirstUpdateIsTheFirstPoint) {
  whole();
  const CurvePoint first = figure("val-loss").panels[0].curves[0].points.at(0);
  EXPECT_EQ(first.x, 0);
  EXPECT_EQ(first.y, 2.5);
}

TEST_F(Comparison, TheGuessingLevelIsALineInLossesAndNotInErrors) {
  whole();
  const std::vector<Level> levels = figure("val-loss").panels[0].levels;
  ASSERT_EQ(levels.size(), 1U);
  EXPECT_EQ(levels[0].y, 1.25);
  EXPECT_EQ(bars("final-val-loss").level->y, 1.25);
  EXPECT_FALSE(bars("final-val-error").level);
}

TEST_F(Comparison, TheFirstUpdatesHaveAFigureInWhichTheyHaveRoom) {
  whole();
  const Figure start = figure("train-loss-start");
  EXPECT_TRUE(start.logarithmic_x);
  const std::vector<CurvePoint>& points = start.panels[0].curves[0].points;
  EXPECT_EQ(points[0].x, 1);  // single updates at first
  EXPECT_EQ(points[1].x, 2);
  EXPECT_EQ(points[0].y, 2);
  EXPECT_EQ(start.panels[1].curves[0].points.back().x, 60);
}

TEST_F(Comparison, AShortRunHasARateInStairs) {
  whole();
  const Curve rate = figure("train-loss").panels[1].curves[0];
  EXPECT_DOUBLE_EQ(rate.hold, 1.0 / 20);
  EXPECT_EQ(rate.points.size(), 60U);
}

TEST_F(Comparison, MoreSchedulesThanColoursAreOnPagesWithTheOthersInGrey) {
  std::string text = "run,optimizer,schedule,seed,status\n";
  for (int k = 0; k < 12; ++k) {
    const std::string name = join_text("r", k);
    run(name, {.final_loss = 0.5 + k / 100.0});
    text += join_text(name, ",sgd(lr=0.1),s", k, ",0,done\n");
  }
  write_text(folder_ / "summary.csv", text);
  const Figure first = figure("val-loss");
  ASSERT_EQ(first.panels[0].curves.size(), 12U);
  std::vector<std::string> coloured;
  for (const Curve& curve : first.panels[0].curves) {
    if (curve.look != Look::kBehind) {
      coloured.push_back(curve.label);
      EXPECT_TRUE(curve.labelled);
    }
  }
  EXPECT_THAT(coloured, ElementsAre("s0", "s1", "s2", "s3", "s4", "s5"));
  EXPECT_THAT(first.notes, Contains("grey: the other 6 schedules, in figures of their own"));
  const auto all = study_figures(read_study(folder_));
  EXPECT_TRUE(std::ranges::any_of(
      all, [](const NamedFigure& f) { return f.stem == "val-loss-sgd-lr-0-1-2"; }));
}

TEST_F(Comparison, PercentAxesEndAtAHundredAndErrorBarsBetweenZeroAndIt) {
  if (!gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  BarFigure figure{.title = "t", .x_label = "wrong, percent"};
  figure.groups.push_back({"g", {{"a", 0, 95, 20, {75, 99}, ""}, {"b", 1, 5, 20, {1, 9}, ""}}});
  figure.most = 100;
  draw(figure, folder_, "bars");
  const std::string script = read_text(folder_ / "bars.gp");
  EXPECT_THAT(script, HasSubstr("set xrange [0:100]"));
  EXPECT_THAT(script, HasSubstr("set arrow from 75,"));
  EXPECT_THAT(script, HasSubstr(" to 100,"));
  EXPECT_THAT(script, HasSubstr("set arrow from 0,"));
  EXPECT_THAT(script, Not(HasSubstr("from -")));
}

TEST_F(Comparison, ABarThatIsFarTooLongIsCutAndSaysSo) {
  if (!gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  BarFigure figure{.title = "t", .x_label = "training loss"};
  figure.groups.push_back({"g",
                           {{"a", 0, 0.5, 0, {0.5}, ""},
                            {"b", 1, 0.4, 0, {0.4}, ""},
                            {"c", 2, 1403932232033, 2022550563098, {1e12, 2e12}, ""}}});
  draw(figure, folder_, "bars");
  const std::string script = read_text(folder_ / "bars.gp");
  EXPECT_THAT(script, HasSubstr("set xrange [0:0.51"));
  EXPECT_THAT(script, HasSubstr("\u2192 1.4e+12 \u00b1 2e+12"));
  EXPECT_THAT(script, HasSubstr("\u2192 beyond 0.51: not drawn"));
}

TEST_F(Comparison, ANameThatLeavesTheFolderIsRefused) {
  whole();
  for (const std::string name : {"../../secret", "..", ".", "", "/etc"}) {
    write_text(folder_ / "summary.csv",
               "run,optimizer,schedule,seed,status\n\"" + name + "\",sgd(lr=0.1),cosine,0,done\n");
    EXPECT_THAT([&] { write_report(folder_); },
                testing::ThrowsMessage<std::runtime_error>(
                    AllOf(HasSubstr("summary.csv: row 1: run \"" + name),
                          HasSubstr("is not the name of a folder in runs/"))));
  }
}

TEST_F(Comparison, ASeedThatIsNoNumberIsRefusedAndALargeOneKept) {
  whole();
  const auto with_seed = [&](const std::string& seed) {
    write_text(folder_ / "summary.csv",
               "run,optimizer,schedule,seed,status\nc0,sgd(lr=0.1),cosine," + seed + ",done\n");
    return read_study(folder_).runs.at(0).seed;
  };
  EXPECT_EQ(with_seed("9007199254740993"), 9007199254740993U);  // 2^53 + 1
  for (const char* seed : {"nan", "", "-1", "1.5"}) {
    EXPECT_THAT([&] { with_seed(seed); },
                testing::ThrowsMessage<std::runtime_error>(HasSubstr("summary.csv: row 1: seed")));
  }
}

TEST_F(Comparison, AMissingColumnIsNamedWithItsFile) {
  write_text(folder_ / "summary.csv", "name,seed\na,1\n");
  EXPECT_THAT([&] { write_report(folder_); },
              testing::ThrowsMessage<std::runtime_error>(
                  AllOf(StartsWith(folder_.string()), HasSubstr("summary.csv: no column run"))));
}

TEST(ReportOfNothing, IsAnErrorThatNamesTheFileAndDrawsNone) {
  for (const std::string steps :
       {"", "step,epoch,lr,loss,grad_norm\n", "step,epoch,l", "step,epoch,lr\n0,0,0.1\n",
        "step,epoch,lr,loss\n0,0,0.1,word\n", "step,epoch,lr,loss\n0,0,0.1,nan\n",
        "step,epoch,lr,loss\n0,0,0.1,inf\n"}) {
    const TemporaryFolder folder;
    write_text(folder / "steps.csv", steps);
    EXPECT_THAT([&] { write_report(folder.path()); },
                testing::ThrowsMessage<std::runtime_error>(AllOf(
                    HasSubstr("nothing to draw"), HasSubstr("steps.csv: holds no finite loss"))))
        << steps;
    EXPECT_FALSE(fs::exists(folder / "figures"));
  }
}

// gnuplot's CSV knows no doubled quotes: a curve with this label was missing.
TEST(DrawCurves, ALabelWithAQuoteAndACommaHasACurve) {
  if (!gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  const std::string label = "table(file=\"a.csv\", per=epoch)";
  Figure figure{.title = "t", .x_label = "epochs", .panels = {{.y_label = "rate"}}};
  figure.panels[0].curves = {curve_of({1, 2, 3})};
  draw(figure, folder.path(), "plain");
  figure.panels[0].curves[0].label = label;
  draw(figure, folder.path(), "quoted");
  const auto paths = [&](const char* name) {
    const std::string svg = read_text(folder / name);
    std::size_t count = 0;
    for (std::size_t at = svg.find("stroke='rgb(  0, 114, 178)'"); at != std::string::npos;
         at = svg.find("stroke='rgb(  0, 114, 178)'", at + 1)) {
      ++count;
    }
    return count;
  };
  EXPECT_GE(paths("plain.svg"), 1U);
  EXPECT_GE(paths("quoted.svg"), paths("plain.svg"));
  EXPECT_EQ(read_csv(folder / "quoted.csv").rows.at(0).at(2), label);

  Gallery gallery{.title = "t", .x_label = "epochs"};
  gallery.thumbnails.push_back({label, curve_of({1, 2, 3}).points});
  draw(gallery, folder.path(), "gallery");
  EXPECT_GE(paths("gallery.svg"), 1U);
}

TEST(DrawCurves, ASinglePointHasAMark) {
  if (!gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  Figure figure{.title = "t", .x_label = "epochs", .panels = {{.y_label = "loss"}}};
  figure.panels[0].curves = {curve_of({2})};
  draw(figure, folder.path(), "one");
  EXPECT_THAT(read_text(folder / "one.gp"), HasSubstr("point pointtype 7"));
  figure.panels[0].curves = {curve_of({2, 1})};
  draw(figure, folder.path(), "two");
  EXPECT_THAT(read_text(folder / "two.gp"), Not(HasSubstr("point pointtype 7")));
}

TEST(DrawCurves, WhatLeavesTheAxisIsMarkedAndSaid) {
  if (!gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  Figure figure{.title = "t", .x_label = "epochs", .panels = {{.y_label = "loss", .top = 10}}};
  figure.panels[0].curves = {curve_of({2, 1e12}), curve_of({2, 1})};
  figure.panels[0].curves[0].label = "wild";
  draw(figure, folder.path(), "f");
  const std::string script = read_text(folder / "f.gp");
  EXPECT_THAT(script, HasSubstr("\u25b2 loss above "));
  EXPECT_THAT(script, HasSubstr(": not drawn"));
  EXPECT_THAT(script, HasSubstr("\u2191 wild"));
  EXPECT_THAT(script, HasSubstr("point pointtype 9"));
  EXPECT_THAT(read_text(folder / "f.csv"), HasSubstr("1e+12"));  // the data are whole
}

// Once "undefined variable: inf".
TEST(DrawCurves, DrawsLossesOf1e308) {
  if (!gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  Figure figure{.title = "t", .x_label = "epochs", .panels = {{.y_label = "loss", .top = 1e308}}};
  figure.panels[0].curves = {curve_of({1e308, 1, 1e308}), curve_of({0, 0, 0})};
  EXPECT_NO_THROW(draw(figure, folder.path(), "f"));
}

/// A program called gnuplot that draws what `script` does, first on the PATH.
class OtherGnuplot {
 public:
  explicit OtherGnuplot(const std::string& script) : before_(std::getenv("PATH")) {
    write_text(folder_ / "gnuplot", "#!/bin/sh\n" + script);
    fs::permissions(folder_ / "gnuplot", fs::perms::owner_all);
    setenv("PATH", (folder_.path().string() + ":" + before_).c_str(), 1);
  }
  ~OtherGnuplot() { setenv("PATH", before_.c_str(), 1); }

 private:
  const TemporaryFolder folder_;
  std::string before_;
};

TEST(RunScript, AFigureWithoutItsEndIsNoFigureAndTheOldOneStays) {
  struct Case {
    const char* gnuplot;
    const char* says;
  };
  for (const Case& wrong :
       {Case{"exit 0\n", "f.svg"}, Case{": > f.svg.partial; : > f.png.partial\n", "f.svg"},
        Case{"printf '<svg></svg>\\n\\n' > f.svg.partial; printf '\\211PNG' > f.png.partial\n",
             "f.png"}}) {
    const TemporaryFolder folder;
    write_text(folder / "f.svg", "old");
    const OtherGnuplot other(wrong.gnuplot);
    EXPECT_THAT(
        [&] { run_script(folder.path(), "f", "plot x\n"); },
        testing::ThrowsMessage<std::runtime_error>(AllOf(
            HasSubstr("did not finish"), HasSubstr(wrong.says), HasSubstr("is the disk full?"))));
    EXPECT_EQ(read_text(folder / "f.svg"), "old");
    EXPECT_FALSE(fs::exists(folder / "f.svg.partial"));
    EXPECT_FALSE(fs::exists(folder / "f.png.partial"));
  }
}

}}  // namespace anneal::report
