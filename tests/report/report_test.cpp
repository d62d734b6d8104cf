#include "apps/report/report.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/report/gnuplot.h"
#include "core/text.h"
#include "tests/support/temporary_folder.h"

namespace anneal::report { namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing_support::read_text;
using testing_support::write_text;

class Report : public testing::Test {
 protected:
  static void write_run(const fs::path& run, double final_loss, int updates = 10) {
    std::string steps = "step,epoch,lr,loss,grad_norm\n";
    for (int t = 0; t < updates; ++t) {
      steps += join_text(t, ',', t / 5.0, ",0.1,", final_loss + 1.0 / (t + 1), ",1\n");
    }
    write_text(run / "steps.csv", steps);
    write_text(
        run / "evals.csv",
        join_text("step,epoch,lr,train_loss,val_loss,val_accuracy\n5,1,0.1,1,1,0.5\n10,2,0.1,",
                  final_loss, ',', final_loss, ",0.75\n"));
  }

  void write_study() const {
    write_text(folder_ / "summary.csv",
               "run,optimizer,schedule,seed,status,diverged_at\n"
               "a0,sgd(lr=0.1),constant,0,done,\n"
               "a1,sgd(lr=0.1),constant,1,done,\n"
               "b0,sgd(lr=0.1),cosine(to=0.1),0,done,\n"
               "b1,sgd(lr=0.1),cosine(to=0.1),1,diverged,3\n");
    write_run(folder_ / "runs/a0", 0.5);
    write_run(folder_ / "runs/a1", 0.7);
    write_run(folder_ / "runs/b0", 0.2);
    write_run(folder_ / "runs/b1", 0.2, 3);
  }

  const testing_support::TemporaryFolder scratch_;
  const fs::path folder_ = scratch_.path();
};

TEST_F(Report, AFolderWithoutResultsIsRefusedAndLeftAlone) {
  EXPECT_THROW(write_report(folder_), std::invalid_argument);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(Report, AStudyAveragesOverSeeds) {
  write_study();
  const StudyData study = read_study(folder_);
  ASSERT_EQ(study.runs.size(), 4U);

  const std::vector<NamedFigure> figures = study_figures(study);
  ASSERT_EQ(figures.size(), 2U);  // training and validation loss under one optimizer
  EXPECT_EQ(figures[0].stem, "train-loss-sgd-lr-0-1");
  const Panel& losses = figures[0].figure.panels.at(0);
  ASSERT_EQ(losses.curves.size(), 3U);  // two means, and the run that diverged
  EXPECT_EQ(losses.curves[0].label, "constant");
  EXPECT_DOUBLE_EQ(losses.curves[0].points.at(0).y, 1.6);  // (0.5 + 0.7) / 2 + 1
  EXPECT_EQ(losses.curves[1].label, "cosine, 1 of 2 diverged");
  EXPECT_EQ(losses.curves[2].label, "cosine, seed 1, diverged");
}

TEST_F(Report, BarsLeaveDivergedRunsOutAndSaySo) {
  write_study();
  const std::vector<NamedBars> bars = final_bars(read_study(folder_));
  ASSERT_EQ(bars.size(), 3U);
  const Bar& constant = bars[1].figure.groups.at(0).bars.at(0);
  EXPECT_DOUBLE_EQ(constant.mean, 0.6);
  EXPECT_EQ(constant.values.size(), 2U);
  const Bar& cosine = bars[1].figure.groups.at(0).bars.at(1);
  EXPECT_DOUBLE_EQ(cosine.mean, 0.2);
  EXPECT_EQ(cosine.values.size(), 1U);
  EXPECT_EQ(cosine.remark, "1 of 2 diverged");
  EXPECT_DOUBLE_EQ(bars[2].figure.groups.at(0).bars.at(0).mean, 25);  // error, percent
}

TEST_F(Report, EachFigureComesAsSvgAndPngWithItsData) {
  if (!gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  write_study();
  const std::vector<fs::path> files = write_report(folder_).files;
  EXPECT_EQ(files.size(), 5U);
  for (fs::path file : files) {
    EXPECT_THAT(read_text(file), HasSubstr("</svg>")) << file;
    EXPECT_EQ(read_text(file.replace_extension(".png")).substr(1, 3), "PNG") << file;
    EXPECT_GT(fs::file_size(file.replace_extension(".csv")), 50U);
    EXPECT_TRUE(fs::exists(file.replace_extension(".gp")));
  }
}

TEST_F(Report, ARunThatNeverEvaluatedIsDrawnToo) {
  if (!gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  write_run(folder_, 0.5);
  fs::remove(folder_ / "evals.csv");
  EXPECT_EQ(write_report(folder_).files.size(), 1U);
  EXPECT_THAT(read_text(folder_ / "figures/loss.svg"), HasSubstr("training loss"));
}

TEST(Gnuplot, TextIsNeverExpandedOrExecuted) {
  EXPECT_EQ(gnuplot_text("a\"b\\c\n`touch x`"), "\"a\\\"b\\\\c\\n'touch x'\"");
}

}}  // namespace anneal::report
