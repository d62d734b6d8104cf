#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> command(const std::string& name, const std::vector<std::string>& more) {
  std::vector<std::string> words = {name,       "--data",       "blobs(n=400, validation=100)",
                                    "--model",  "mlp(8)",       "--epochs",
                                    "3",        "--batch-size", "8",
                                    "--dry-run"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST(DryRun, OfTrainPreviewsTheScheduleOnTheRealDataAndWritesNothing) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal(command("train", {"--schedule", "warmup(90%) then cosine"}), folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("400 training and 100 validation samples"));
  EXPECT_THAT(outcome.out, HasSubstr("length     150 updates = 3 epochs of 50, batch 8"));
  EXPECT_THAT(outcome.out, HasSubstr("\n  warmup(90%)"));
  EXPECT_THAT(outcome.err, HasSubstr("warning: "));
  EXPECT_THAT(outcome.out, HasSubstr("\ndry run: nothing was trained, and nothing written\n"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("done\n")));
  EXPECT_THAT(everything_in(folder.path()), IsEmpty());
}

TEST(DryRun, OfCompareListsItsRunsAndPreviewsEveryArm) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal(command("compare", {"--optimizer", "sgd(lr=0.1)", "--optimizer", "adam(lr=0.01)",
                                     "--schedule", "constant", "--schedule", "linear", "--seeds",
                                     "2", "--seed", "5", "--jobs", "2", "-q"}),
                 folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              HasSubstr("8 runs of 150 updates each on blobs(n=400, validation=100), 2 at "
                        "a time (--jobs)\n"));
  EXPECT_THAT(outcome.out, HasSubstr("length     150 updates = 3 epochs of 50, batch 8"));
  const auto count = [&](const std::string& line) {
    return std::ranges::count(lines_of(outcome.out), line);
  };
  for (const std::string name : {"sgd-lr-0.1__constant__seed5", "sgd-lr-0.1__constant__seed6",
                                 "sgd-lr-0.1__linear__seed5", "sgd-lr-0.1__linear__seed6",
                                 "adam-lr-0.01__constant__seed5", "adam-lr-0.01__constant__seed6",
                                 "adam-lr-0.01__linear__seed5", "adam-lr-0.01__linear__seed6"}) {
    EXPECT_EQ(count("  " + name), 1) << name;
  }
  EXPECT_EQ(count("  rate: first 0.1, peak 0.1 at update 0, last 0.1"), 1);  // an arm, not a run
  EXPECT_EQ(count("adam(lr=0.01)"), 1);
  EXPECT_EQ(lines_of(outcome.out).back(), "dry run: nothing was trained, and nothing written");
  EXPECT_THAT(everything_in(folder.path()), IsEmpty());
}

TEST(DryRun, FindsTheMistakesThatTheRunWouldFind) {
  const TemporaryFolder folder;
  write_text(folder / "taken/file", "");
  for (const std::string name : {"train", "compare"}) {
    const Outcome taken = run_anneal(command(name, {"--out", "taken"}), folder.path());
    EXPECT_EQ(taken.exit_code, 2);
    EXPECT_THAT(taken.err, HasSubstr("output folder: taken exists and is not empty"));
    const Outcome metric =
        run_anneal(command(name, {"--schedule", "plateau(metric=val_los)"}), folder.path());
    EXPECT_EQ(metric.exit_code, 2);
    EXPECT_THAT(metric.err, HasSubstr("did you mean val_loss?"));
  }
  EXPECT_EQ(everything_in(folder.path()), (std::vector<std::string>{"taken", "taken/file"}));
}

}}  // namespace anneal::cli
