// What train and compare say of results: diverged, no better than guessing, the lowest mean.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/cli/commands/compare_text.h"
#include "apps/records/csv.h"
#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

bool has_fashion_mnist() {
  return std::filesystem::exists("/usr/share/datasets/fashion-mnist");
}

std::vector<std::string> cells_of(const CsvTable& table, const std::string& column) {
  std::vector<std::string> cells;
  for (const std::vector<std::string>& row : table.rows) {
    cells.push_back(row[table.index(column)]);
  }
  return cells;
}

SummaryRow arm(const std::string& schedule, const std::vector<double>& val_losses) {
  SummaryRow row{.optimizer = "sgd", .schedule = schedule};
  for (const double loss : val_losses) {
    row.outcomes.push_back({.seed = row.outcomes.size(), .train_loss = 0.5, .val_loss = loss});
  }
  row.runs = static_cast<std::int64_t>(val_losses.size());
  row.val_loss = mean_sd(val_losses);
  return row;
}

std::string table_of(const std::vector<SummaryRow>& rows, bool interrupted = false) {
  return compare_table(rows, interrupted, {});
}

TEST(Verdict, TheTableMarksTheLowestMeanByNameAndSaysWhatThatMeans) {
  const std::vector<SummaryRow> rows = {arm("constant", {0.5, 0.6}), arm("cosine", {0.4, 0.5})};
  EXPECT_THAT(table_of(rows), AllOf(HasSubstr("  lowest val_loss\n"), HasSubstr("95 % t interval"),
                                    Not(HasSubstr("best"))));
  EXPECT_THAT(table_of(rows, true), Not(HasSubstr("lowest")));  // interrupted
}

TEST(Verdict, TheTableNamesEqualArmsAndMarksNoneOfThem) {
  const std::vector<SummaryRow> rows = {arm("constant", {0.5, 0.6}), arm("step", {0.5, 0.6})};
  EXPECT_THAT(table_of(rows), AllOf(HasSubstr("same as constant\n"), Not(HasSubstr("lowest"))));
}

TEST(Verdict, TheTableCountsWhatFailedAndSaysThatNoMeanHasIt) {
  SummaryRow row = arm("constant", {0.5, 2.3, 0.6});
  row.runs = 4;
  row.diverged = 1;
  row.guessing = 2;
  EXPECT_THAT(table_of({row}),
              AllOf(HasSubstr("1 of 4 diverged, no better than guessing: 2 of 4\n"),
                    HasSubstr("a run that diverged is counted, and in no mean")));
}

TEST(Verdict, FewSeedsAreCalledFew) {
  EXPECT_THAT(table_of({arm("a", {0.5})}), HasSubstr("one seed, after the last update: differences "
                                                     "may be chance"));
  EXPECT_THAT(table_of({arm("a", {1, 2, 3})}),
              AllOf(HasSubstr("n = 3"), HasSubstr("3 seeds are few")));
  EXPECT_THAT(table_of({arm("a", {1, 2, 3, 4})}), HasSubstr("4 seeds are few"));
  EXPECT_THAT(table_of({arm("a", {1, 2, 3, 4, 5})}),
              AllOf(HasSubstr("n = 5"), Not(HasSubstr("few"))));
}

TEST(Verdict, CompareNamesArmsThatNeverActed) {
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal({"compare",
                                      "--data",
                                      "blobs",
                                      "--model",
                                      "mlp(8)",
                                      "--batch-size",
                                      "16",
                                      "--optimizer",
                                      "sgd(lr=0.05)",
                                      "--schedule",
                                      "plateau(metric=val_loss)",
                                      "--schedule",
                                      "constant",
                                      "--schedule",
                                      "step(every=10ep)",
                                      "--epochs",
                                      "2",
                                      "--seeds",
                                      "2",
                                      "--out",
                                      "s",
                                      "--no-figures"},
                                     folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, testing::ContainsRegex("step\\(every=10ep\\) .*same as constant\n"));
  EXPECT_THAT(outcome.out, testing::ContainsRegex("plateau.* same as constant\n"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("lowest")));
}

// Users met a training loss of 1.4e12 that was called done, and the best.
TEST(Verdict, ARunThatEndsAboveItsStartIsCountedAsDiverged) {
  const TemporaryFolder folder;
  const std::vector<std::string> common = {"--data",       "blobs(n=200, noise=3)",
                                           "--model",      "logistic",
                                           "--batch-size", "16",
                                           "--epochs",     "2",
                                           "--no-figures", "--optimizer",
                                           "sgd(lr=3000)"};
  std::vector<std::string> compare = {"compare", "--out", "s", "--seeds", "2"};
  compare.insert(compare.end(), common.begin(), common.end());
  const Outcome outcome = run_anneal(compare, folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, testing::ContainsRegex("constant +- +- +2 of 2 diverged\n"));
  const CsvTable summary = read_csv(folder / "s/summary.csv");
  EXPECT_THAT(cells_of(summary, "status"), Each("diverged"));
  EXPECT_THAT(cells_of(summary, "updates"), Each(cells_of(summary, "updates")[0]));  // all made
  EXPECT_THAT(cells_of(summary, "diverged_at"), Each(MatchesRegex("[0-9]+")));

  std::vector<std::string> train = {"train", "--out", "t"};
  train.insert(train.end(), common.begin(), common.end());
  const Outcome alone = run_anneal(train, folder.path());
  EXPECT_EQ(alone.exit_code, 1);
  EXPECT_THAT(alone.out, testing::ContainsRegex("diverged at update [0-9]+\n +the training loss "
                                                "ends at .* of the start\n"));
}

TEST(Verdict, SgdWithRate3OnFashionMnistIsCountedAsDiverged) {
  if (!has_fashion_mnist()) {
    GTEST_SKIP() << "Fashion-MNIST is not installed";
  }
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal({"compare", "--data", "fashion-mnist(train=2000)", "--epochs", "2", "--optimizer",
                  "sgd(lr=3, momentum=0.9)", "--seeds", "2", "--out", "s", "--no-figures"},
                 folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(cells_of(read_csv(folder / "s/summary.csv"), "status"), Each("diverged"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("lowest")));
}

// The textbook's staircase under adam(lr=0.1): a dead network at ln 10.
TEST(Verdict, ARunAtLn10IsRemarkedToBeNoBetterThanGuessing) {
  if (!has_fashion_mnist()) {
    GTEST_SKIP() << "Fashion-MNIST is not installed";
  }
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal({"train", "--epochs", "2", "--optimizer", "adam(lr=0.1)", "--schedule",
                  "step(every=1ep, gamma=0.1)", "--out", "t", "--no-figures"},
                 folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("done\n  no better than guessing: the training loss is 2.3"));
  EXPECT_THAT(read_text(folder / "t/summary.json"), HasSubstr("\"no better than guessing: "));
  EXPECT_THAT(read_text(folder / "t/run.toml"), HasSubstr("guessing_loss = 2.302"));
}

TEST(Verdict, CompareCountsRunsThatAreNoBetterThanGuessing) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal({"compare", "--data", "blobs(n=2000, noise=1000)", "--model", "mlp(4)", "--epochs",
                  "1", "--optimizer", "sgd(lr=0)", "--seeds", "2", "--out", "s", "--no-figures"},
                 folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("no better than guessing: 2 of 2\n"));
  EXPECT_THAT(cells_of(read_csv(folder / "s/summary.csv"), "remark"),
              Each("no better than guessing"));
}

TEST(Verdict, CompareSaysWhatAllArmsHaveInCommon) {
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal({"compare",
                                      "--data",
                                      "moons",
                                      "--model",
                                      "mlp(4)",
                                      "--optimizer",
                                      "sgd(lr=0.05, momentum=0.9)",
                                      "--schedule",
                                      "constant",
                                      "--schedule",
                                      "momentum=linear(from=1, to=0.9)",
                                      "--group",
                                      "layers.0.*: lr=0.1",
                                      "--average",
                                      "ema(decay=0.9)",
                                      "--epochs",
                                      "1",
                                      "--seeds",
                                      "1",
                                      "--out",
                                      "s",
                                      "--no-figures"},
                                     folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const char* text : {"model      mlp(4): ", "           momentum=linear(to=0.9)\n",
                           "groups     layers.0.*: lr=0.1\n", "average    ema(decay=0.9)\n"}) {
    EXPECT_THAT(outcome.out, HasSubstr(text));
  }
}

TEST(Verdict, EvalsBeginBeforeTheFirstUpdate) {
  const TemporaryFolder folder;
  ASSERT_EQ(run_anneal({"train", "--data", "moons", "--model", "mlp(4)", "--epochs", "1", "--out",
                        "t", "--no-figures"},
                       folder.path())
                .exit_code,
            0);
  const CsvTable evals = read_csv(folder / "t/evals.csv");
  ASSERT_EQ(evals.rows.size(), 2U);
  EXPECT_EQ(evals.rows[0][evals.index("step")], "0");
  EXPECT_EQ(evals.rows[0][evals.index("lr")], "");
  EXPECT_NE(evals.rows[0][evals.index("val_loss")], "");
}

}}  // namespace anneal::cli
