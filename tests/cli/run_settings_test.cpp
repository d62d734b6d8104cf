#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A command on a small problem, 20 updates to an epoch.
Outcome run_small(const std::string& command,
                  const std::vector<std::string>& more,
                  const TemporaryFolder& folder) {
  std::vector<std::string> arguments = {command,  "--data",       "moons(n=320)", "--model",
                                        "mlp(8)", "--batch-size", "16",           "--epochs",
                                        "2",      "--out",        "run",          "--no-figures"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_anneal(arguments, folder.path());
}

TEST(RunSettings, GroupsAreShownRecordedAndLogged) {
  const TemporaryFolder folder;
  const Outcome outcome = run_small("train",
                                    {"--group", "layers.0.*: schedule=linear,lr=1/4", "--group",
                                     "layers.1.bias: lr=0", "--schedule", "constant"},
                                    folder);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("groups     layers.0.*: lr=0.25, schedule=linear\n"
                                     "           layers.1.bias: lr=0\n"));
  EXPECT_THAT(read_text(folder / "run/run.toml"),
              HasSubstr("groups = [ \"layers.0.*: lr=0.25, schedule=linear\", "
                        "\"layers.1.bias: lr=0\" ]\n"));
  const CsvTable steps = read_csv(folder / "run/steps.csv");
  EXPECT_EQ(steps.numbers("lr:layers.0.*").front(), 0.25);
  EXPECT_LT(steps.numbers("lr:layers.0.*").back(), 0.02);
  EXPECT_EQ(steps.numbers("lr:layers.1.bias").back(), 0.0);
  EXPECT_EQ(steps.numbers("lr").back(), 0.05);
}

TEST(RunSettings, ComparisonsHaveGroupsAndAveragesToo) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_small("compare",
                {"--optimizer", "sgd(lr=0.1)", "--schedule", "constant", "--schedule", "cosine",
                 "--seeds", "2", "--group", "layers.0.*: lr=0.01", "--average", "ema(decay=0.9)"},
                folder);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("avg val loss"), HasSubstr("avg accuracy %")));
  EXPECT_THAT(outcome.out, ContainsRegex("constant( +[0-9.]+ \\+- [0-9.]+){5}"));
  const CsvTable summary = read_csv(folder / "run/summary.csv");
  EXPECT_EQ(summary.numbers("avg_val_loss").size(), 4U);
  EXPECT_NE(summary.numbers("avg_val_loss"), summary.numbers("val_loss"));
  const std::string run = summary.rows[0][summary.index("run")];
  EXPECT_THAT(read_text(folder / "run/runs" / run / "steps.csv"), HasSubstr("lr:layers.0.*"));
}

TEST(RunSettings, ComparisonsWithoutAveragesHaveNoColumnsForThem) {
  const TemporaryFolder folder;
  const Outcome outcome = run_small(
      "compare", {"--optimizer", "sgd(lr=0.1)", "--schedule", "constant", "--seeds", "1"}, folder);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, Not(HasSubstr("avg")));
  EXPECT_THAT(read_text(folder / "run/summary.csv"), Not(HasSubstr("avg")));
}

TEST(RunSettings, AccumulationCountsUpdates) {
  const TemporaryFolder folder;
  const Outcome outcome = run_small("train", {"--accumulate", "5", "--clip-value", "0.1"}, folder);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("batch 16, 5 batches to an update\n"));
  const std::string toml = read_text(folder / "run/run.toml");
  EXPECT_THAT(toml, AllOf(HasSubstr("accumulate = 5\n"), HasSubstr("clip_value = 0.1\n")));
  EXPECT_EQ(read_csv(folder / "run/steps.csv").rows.size(),
            8U);  // 2 epochs of 320 / (5 * 16)
}

TEST(RunSettings, AveragesAreJudgedBesideTheLastIterate) {
  const TemporaryFolder folder;
  const Outcome outcome = run_small("train", {"--average", "tail(start=5)"}, folder);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("average    tail(start=5)\n"),
                                 HasSubstr("  weight average: train_loss 0.")));
  const CsvTable evals = read_csv(folder / "run/evals.csv");
  EXPECT_NE(evals.numbers("avg_val_loss").back(), evals.numbers("val_loss").back());
}

TEST(RunSettings, TheHeaderSaysWhatTheOptimizerDoesAndWarns) {
  const TemporaryFolder folder;
  const Outcome outcome = run_small(
      "train", {"--optimizer", "radam", "--schedule", "warmup(5it) then constant"}, folder);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\n           keeps m, v\n"));
  EXPECT_THAT(outcome.out, HasSubstr("where the rate enters: multiplies r_t"));
  EXPECT_THAT(outcome.err, HasSubstr("a warmup in the schedule is a second one"));
  const Outcome listed = run_anneal({"list", "optimizers"});
  EXPECT_THAT(listed.out, AllOf(HasSubstr("keeps m, v\n"), HasSubstr("where the rate enters: "),
                                HasSubstr("beware: radam warms its rate up by itself")));
  EXPECT_THAT(run_anneal({"list", "radam"}).out, HasSubstr("beware: radam warms"));
  EXPECT_THAT(run_anneal({"list", "averages"}).out, HasSubstr("ema(decay=0.999"));
}

TEST(RunSettings, TheSummaryHasALineForEachLayer) {
  const TemporaryFolder folder;
  const Outcome outcome = run_small("train", {"--summary", "--quiet"}, folder);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, ContainsRegex("layer +kind +output +parameters +flops\n"
                                         "layers.0 +linear +\\(1, 8\\) +24 +32\n"
                                         "layers.1 +linear +\\(1, 2\\) +18 +32\n"
                                         "total +42 +64\n"));
  EXPECT_THAT(outcome.out, HasSubstr("done\n"));  // and then it trains
}

TEST(RunSettings, MistakesGetOneLineAndWriteNothing) {
  const std::pair<std::vector<std::string>, const char*> mistakes[] = {
      {{"--group", "layers.0.*"}, "group layers.0.*: no colon follows the pattern"},
      {{"--group", "layers.0.*: lr=-1"}, "group layers.0.*: lr must be >= 0, got -1"},
      {{"--group", "layers.0.*: lr 1"}, "\"lr 1\" is no list of settings"},
      {{"--group", "layer.*: lr=1"}, "matches none of the 4 parameters"},
      {{"--group", "*: lr=0"}, "all 4 parameters are frozen"},
      {{"--group", "*: schedule=cosin"}, "did you mean cosine?"},
      {{"--average", "emma"}, "unknown average emma (did you mean ema?)"},
      {{"--average", "ema(decay=1)"}, "decay"},
      {{"--accumulate", "0"}, "--accumulate"},
      {{"--accumulate", "99"}, "accumulate: 99 batches of 16 are more than the training set"},
      {{"--clip-value", "0"}, "--clip-value: got 0 (give a number > 0)"},
  };
  for (const auto& [arguments, says] : mistakes) {
    for (const std::string command : {"train", "compare"}) {
      const TemporaryFolder folder;
      const Outcome outcome = run_small(command, arguments, folder);
      SCOPED_TRACE(command + " " + arguments[0] + " " + arguments[1]);
      EXPECT_EQ(outcome.exit_code, 2);
      EXPECT_THAT(outcome.err, HasSubstr(says));
      EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
      EXPECT_THAT(everything_in(folder.path()), IsEmpty());
    }
  }
}

}}  // namespace anneal::cli
