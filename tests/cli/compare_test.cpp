#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "apps/report/gnuplot.h"
#include "tests/cli/program.h"

namespace anneal::cli { namespace {

namespace fs = std::filesystem;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> small_compare(const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {
      "compare",      "--data",     "blobs",       "--model",      "mlp(8)",
      "--batch-size", "16",         "--optimizer", "sgd(lr=0.05)", "--schedule",
      "constant",     "--schedule", "cosine",      "--seeds",      "2",
      "--epochs",     "2"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(Compare, WritesARowPerRunAndPrintsARowPerArm) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal(small_compare({"--out", "study", "--no-figures"}), folder.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const CsvTable summary = read_csv(folder / "study/summary.csv");
  EXPECT_EQ(summary.rows.size(), 4U);
  for (const std::vector<std::string>& row : summary.rows) {
    EXPECT_TRUE(fs::exists(folder / "study/runs" / row[summary.index("run")] / "steps.csv"));
  }
  EXPECT_THAT(outcome.out, ContainsRegex("  sgd\\(lr=0.05\\)\n    constant +[0-9.]+ \\+- [0-9.]+"));
  EXPECT_THAT(outcome.out, ContainsRegex("cosine +[0-9.]+ \\+- [0-9.]+"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("best")));
  EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr("\033")));
}

TEST(Compare, ResultsDoNotDependOnTheNumberOfJobs) {
  const TemporaryFolder folder;
  for (const std::string jobs : {"1", "3"}) {
    ASSERT_EQ(run_anneal(small_compare({"--out", "jobs" + jobs, "--jobs", jobs, "--no-figures"}),
                         folder.path())
                  .exit_code,
              0);
  }
  const CsvTable summary = read_csv(folder / "jobs1/summary.csv");
  ASSERT_EQ(summary.rows.size(), 4U);
  for (const std::vector<std::string>& row : summary.rows) {
    const std::string steps = "runs/" + row[summary.index("run")] + "/steps.csv";
    EXPECT_EQ(read_text(folder / "jobs1" / steps), read_text(folder / "jobs3" / steps));
  }
}

TEST(Compare, DivergedRunsAreCountedNotDropped) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal(small_compare({"--optimizer", "sgd(lr=1e12)", "--out", "study", "--no-figures"}),
                 folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("2 of 2 diverged"));
  EXPECT_EQ(read_csv(folder / "study/summary.csv").rows.size(), 8U);
}

TEST(Compare, FiguresLieBesideTheirDataAndReportDrawsThemAgain) {
  if (!report::gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal(small_compare({"--out", "study"}), folder.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, Not(HasSubstr("warning")));
  EXPECT_THAT(outcome.out, HasSubstr("Figures: study/figures"));
  const fs::path figures = folder / "study/figures";
  for (const std::string name : {"train-loss-sgd-lr-0-05", "final-val-error"}) {
    for (const std::string ending : {".svg", ".png", ".csv", ".gp"}) {
      EXPECT_TRUE(fs::exists(figures / (name + ending))) << name + ending;
    }
  }
  fs::remove_all(figures);
  const Outcome again = run_anneal({"report", "study"}, folder.path());
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("final-val-error.svg"));
  EXPECT_TRUE(fs::exists(figures / "final-val-error.png"));
}

TEST(Compare, BadInputGetsOneLineAndWritesNothing) {
  struct Case {
    std::vector<std::string> more;
    std::string says;
  };
  const std::vector<Case> cases = {
      {{"--schedule", "cosin"}, "did you mean cosine?"},
      {{"--schedule", "cosine"}, "cosine"},  // an arm twice
      {{"--optimizer", "adma(lr=0.1)"}, "did you mean adam?"},
      {{"--jobs", "0"}, "--jobs: got 0"},
      {{"--jobs", "x"}, "--jobs: got x"},
  };
  for (const Case& wrong : cases) {
    const TemporaryFolder folder;
    const Outcome outcome = run_anneal(small_compare(wrong.more), folder.path());
    SCOPED_TRACE(wrong.more[0] + " " + wrong.more[1]);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr(wrong.says));
    EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
    EXPECT_THAT(outcome.out, IsEmpty());
    EXPECT_THAT(everything_in(folder.path()), IsEmpty());
  }
}

TEST(Report, AFolderWithoutResultsIsRefused) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "empty");
  const Outcome outcome = run_anneal({"report", "empty"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("neither a run nor a comparison"));
  EXPECT_THAT(everything_in(folder / "empty"), IsEmpty());
}

}}  // namespace anneal::cli
