#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "tests/cli/program.h"

// What the operating system does to the program: streams that are closed or full, signals, limits.

namespace anneal::cli { namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

/// A training of 30 updates into the folder `a`, for a shell.
const std::string kTrain =
    "\"$ANNEAL\" train --data moons --model 'mlp(4)' --updates 30 --no-figures --out a ";

void expect_thirty_clean_rows(const TemporaryFolder& folder) {
  EXPECT_THAT(read_text(folder / "a/steps.csv"), StartsWith("step,epoch,lr,loss,grad_norm\n0,0,"));
  EXPECT_THAT(read_csv(folder / "a/steps.csv").rows, SizeIs(30));
  EXPECT_THAT(read_text(folder / "a/evals.csv"), StartsWith("step,epoch,"));
}

TEST(Process, AClosedStdoutIsAnErrorAtTheFirstPrint) {
  const TemporaryFolder folder;
  const Outcome outcome = run_shell(kTrain + ">&-", folder.path());
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("anneal: error: output: cannot write to standard output"));
  EXPECT_EQ(read_text(folder / "a/steps.csv"), "");
}

TEST(Process, WhatIsPrintedNeverLandsInAFileOfTheRun) {
  for (const std::string closed : {"-q >&-", "2>&-", "-q >&- 2>&-", "-q <&- >&- 2>&-"}) {
    const TemporaryFolder folder;
    const Outcome outcome = run_shell(kTrain + closed, folder.path());
    EXPECT_EQ(outcome.exit_code, closed == "2>&-" ? 0 : 1) << closed;
    expect_thirty_clean_rows(folder);
  }
}

TEST(Process, HelpAndVersionIntoAFullDiskFail) {
  if (!fs::exists("/dev/full")) {
    GTEST_SKIP() << "no /dev/full";
  }
  for (const std::string words : {"--help", "--version", "train --help", "list"}) {
    const Outcome outcome = run_shell("\"$ANNEAL\" " + words + " >/dev/full");
    EXPECT_EQ(outcome.exit_code, 1) << words;
    EXPECT_THAT(outcome.err, HasSubstr("cannot write to standard output")) << words;
  }
}

TEST(Process, AListThatNobodyReadsEndsWithoutAWord) {
  const TemporaryFolder folder;
  const Outcome outcome = run_shell(
      "(sleep 0.3; \"$ANNEAL\" list all; echo $? >code) | true; while ! [ -s code ]; do sleep "
      "0.05; "
      "done",
      folder.path());
  EXPECT_EQ(read_text(folder / "code"), std::to_string(128 + SIGPIPE) + "\n");
  EXPECT_EQ(outcome.err, "");
}

TEST(Process, ARunGoesOnWhenNobodyReadsItsReportAndTheExitCodeTells) {
  const TemporaryFolder folder;
  const Outcome outcome = run_shell(
      "(\"$ANNEAL\" train --data moons --model 'mlp(4)' --updates 100000 --eval-every 100% "
      "--no-figures --out a 2>&1; echo $? >code) | head -n 1; while ! [ -s code ]; do sleep 0.05; "
      "done",
      folder.path());
  EXPECT_THAT(lines_of(outcome.out), SizeIs(1));
  EXPECT_EQ(read_text(folder / "code"), "1\n");
  EXPECT_THAT(read_text(folder / "a/summary.json"), HasSubstr("\"status\": \"done\""));
  EXPECT_THAT(read_csv(folder / "a/steps.csv").rows, SizeIs(100000));
}

std::vector<std::string> endless(const std::string& out) {
  return {"train",        "--data", "moons", "--model", "mlp(4)",       "--updates",   "100000000",
          "--eval-every", "100it",  "--out", out,       "--no-figures", "--log-every", "1it"};
}

TEST(Process, AskedToEndItKeepsTheRunAndSaysByWhat) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGXCPU}) {
    const TemporaryFolder folder;
    const Outcome outcome = run_anneal(
        endless("a"), folder.path(), {},
        [&] { return fs::exists(folder / "a/checkpoint.safetensors"); }, signal);
    EXPECT_EQ(outcome.exit_code, 128 + signal);
    EXPECT_THAT(outcome.err, HasSubstr("stopping after the current update"));
    EXPECT_THAT(read_text(folder / "a/summary.json"), HasSubstr("\"status\": \"interrupted\""));
  }
}

TEST(Process, AHangupThatTheCallerIgnoresIsIgnored) {
  const TemporaryFolder folder;
  const Outcome outcome = run_shell(
      "trap '' HUP; \"$ANNEAL\" train --data moons --model 'mlp(4)' --updates 100000 --eval-every "
      "1000it -q --no-figures --out a & while ! [ -s a/checkpoint.safetensors ]; do sleep 0.01; "
      "done; kill -HUP $!; wait $!",
      folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(read_text(folder / "a/summary.json"), HasSubstr("\"status\": \"done\""));
}

TEST(Process, AFileBeyondTheLimitIsOneLineThatNamesIt) {
  const TemporaryFolder folder;
  const Outcome outcome = run_shell(
      "ulimit -f 100; \"$ANNEAL\" train --data moons --model 'mlp(4)' --updates 90000 --eval-every "
      "100% -q --no-figures --out a",
      folder.path());
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("anneal: error: cannot write a/steps.csv: File too large"));
  EXPECT_THAT(lines_of(outcome.err), SizeIs(1));
}

/// A gnuplot that says that it was started and draws for a minute.
void write_slow_gnuplot(const fs::path& file) {
  write_text(file,
             "#!/bin/sh\necho $$ >\"$STARTED.partial\"\nmv \"$STARTED.partial\" "
             "\"$STARTED\"\nexec sleep 60\n");
  fs::permissions(file, fs::perms::owner_all);
}

TEST(Process, CtrlCWhileFiguresAreDrawnEndsGnuplotToo) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const TemporaryFolder folder;
    const fs::path started = folder / "started";
    write_slow_gnuplot(folder / "bin/gnuplot");
    const auto begin = std::chrono::steady_clock::now();
    const Outcome outcome = run_anneal(
        {"train", "--data", "moons", "--model", "mlp(4)", "--updates", "30", "--out", "a"},
        folder.path(),
        {{"PATH", (folder / "bin").string() + ":/usr/bin:/bin"}, {"STARTED", started.string()}},
        [&] { return fs::exists(started); }, signal);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
    EXPECT_EQ(outcome.exit_code, 128 + signal);
    EXPECT_THAT(outcome.err, HasSubstr("stopped while figures were drawn; the results are in a, "
                                       "and anneal report a draws them later"));
    EXPECT_THAT(read_text(folder / "a/summary.json"), HasSubstr("\"status\": \"done\""));
    EXPECT_EQ(kill(std::stoi(read_text(started)), 0), -1) << "gnuplot is still there";
    EXPECT_EQ(errno, ESRCH);
  }
}

TEST(Process, OfManyStartsInOneFolderOneIsMade) {
  const TemporaryFolder folder;
  for (int round = 0; round < 5; ++round) {
    const Outcome outcome = run_shell(
        "rm -rf a; for k in 1 2 3 4; do (" + kTrain + "-q --seed $k; echo $? >>codes) & done; wait",
        folder.path());
    std::vector<std::string> codes = lines_of(read_text(folder / "codes"));
    std::ranges::sort(codes);
    EXPECT_EQ(codes, (std::vector<std::string>{"0", "2", "2", "2"}));
    EXPECT_THAT(outcome.err, AnyOf(HasSubstr("exists and is not empty"), HasSubstr("was taken")));
    expect_thirty_clean_rows(folder);
    fs::remove(folder / "codes");
  }
}

TEST(Process, StartsAtTheSameTimeGetDifferentFoldersByDefault) {
  const TemporaryFolder folder;
  const Outcome outcome = run_shell(
      "for k in 1 2 3 4; do \"$ANNEAL\" train --data moons --model 'mlp(4)' --updates 30 -q "
      "--no-figures & done; wait",
      folder.path());
  EXPECT_EQ(outcome.err, "");
  for (const std::string name : {"train", "train-2", "train-3", "train-4"}) {
    EXPECT_TRUE(fs::exists(folder / ("results/" + name + "/summary.json"))) << name;
  }
}

}}  // namespace anneal::cli
