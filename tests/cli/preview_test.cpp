#include <chrono>
#include <cmath>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "apps/report/gnuplot.h"
#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// The rates that `anneal preview ... --csv -` prints.
std::vector<double> rates(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "preview");
  arguments.insert(arguments.end(), {"--csv", "-"});
  const Outcome outcome = run_anneal(arguments);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const CsvTable table = parse_csv(outcome.out, "stdout");
  EXPECT_THAT(table.columns, ElementsAre("step", "epoch", "lr", "multiplier"));
  return table.numbers("lr");
}

// The four schedules that every textbook has, as one-liners.

TEST(Preview, TheStaircaseIsDividedByTenEveryTenEpochs) {
  const std::vector<double> lr = rates({"step(every=10ep, gamma=0.1)", "--lr", "0.1", "--epochs",
                                        "30", "--updates-per-epoch", "100"});
  ASSERT_EQ(lr.size(), 3000U);
  EXPECT_EQ(lr[0], 0.1);
  EXPECT_EQ(lr[999], 0.1);
  EXPECT_DOUBLE_EQ(lr[1000], 0.01);
  EXPECT_DOUBLE_EQ(lr[1999], 0.01);
  EXPECT_DOUBLE_EQ(lr[2000], 0.001);
  EXPECT_DOUBLE_EQ(lr[2999], 0.001);
}

TEST(Preview, TheCosineGoesFromTheBaseRateTowardsZero) {
  const std::vector<double> lr =
      rates({"cosine", "--lr", "0.1", "--epochs", "30", "--updates-per-epoch", "100"});
  ASSERT_EQ(lr.size(), 3000U);
  EXPECT_EQ(lr[0], 0.1);
  EXPECT_DOUBLE_EQ(lr[1500], 0.05);
  EXPECT_NEAR(lr[750], 0.05 * (1 + std::cos(std::numbers::pi / 4)), 1e-15);
  EXPECT_GT(lr[2999], 0);
}

TEST(Preview, LinearWarmupIsBaseTimesStepByWarmupSteps) {
  const std::vector<double> lr = rates(
      {"warmup(500it) then cosine", "--lr", "0.1", "--epochs", "30", "--updates-per-epoch", "100"});
  for (const int step : {0, 1, 250, 499}) {
    EXPECT_DOUBLE_EQ(lr[static_cast<std::size_t>(step)], 0.1 * step / 500);
  }
  EXPECT_EQ(lr[500], 0.1);
  EXPECT_LT(lr[501], 0.1);
}

TEST(Preview, ThePlateauHalvesAfterMoreThanThreeEvaluationsWithoutGain) {
  const std::vector<double> lr =
      rates({"plateau(metric=val_loss, factor=0.5, patience=3ev)", "--lr", "0.1", "--epochs", "12",
             "--updates-per-epoch", "100", "--metrics", "1,0.9,0.9,0.9,0.9,0.9,0.9"});
  EXPECT_EQ(lr[599], 0.1);
  EXPECT_DOUBLE_EQ(lr[600], 0.05);  // the fourth without gain comes after epoch 6
  EXPECT_DOUBLE_EQ(lr[1199], 0.05);
}

TEST(Preview, ARateIsTheShortestTextThatReadsBack) {
  const Outcome outcome =
      run_anneal({"preview", "constant(0.5)", "--lr", "0.1", "--updates", "2", "--csv", "-"});
  EXPECT_EQ(outcome.out, "step,epoch,lr,multiplier\n0,0,0.05,0.5\n1,0.01,0.05,0.5\n");
}

TEST(Preview, ACsvFileHasTheSameBytesAsStandardOutput) {
  const TemporaryFolder folder;
  EXPECT_EQ(run_anneal({"preview", "cosine", "--csv", "c.csv"}, folder.path()).exit_code, 0);
  EXPECT_EQ(read_text(folder / "c.csv"), run_anneal({"preview", "cosine", "--csv", "-"}).out);
}

TEST(Preview, TheBaseRateIsOneUnlessGiven) {
  EXPECT_EQ(rates({"constant", "--updates", "3"}), std::vector<double>({1, 1, 1}));
}

TEST(Preview, SaysWhatAPieceIsInUpdatesEpochsAndPercent) {
  const Outcome outcome = run_anneal(
      {"preview", "warmup(50it) then cosine", "--epochs", "4", "--updates-per-epoch", "100"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, testing::ContainsRegex("warmup\\(50it\\) +0 +49 +50 +0.5 +12.5 %"));
  EXPECT_THAT(outcome.out, testing::ContainsRegex("cosine +50 +399 +350 +3.5 +87.5 %"));
  EXPECT_THAT(outcome.out, HasSubstr("peak 1 at update 50"));
  EXPECT_THAT(outcome.out, HasSubstr("area"));
}

TEST(Preview, FitsIntoEightyColumnsOfAscii) {
  const Outcome outcome = run_anneal({"preview", "wsd", "cosine", "step(every=2ep)"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const std::string& line : lines_of(outcome.out)) {
    EXPECT_LE(line.size(), 80U) << line;
  }
  for (const char c : outcome.out) {
    EXPECT_TRUE(c == '\n' || (' ' <= c && c <= '~')) << static_cast<int>(c);
  }
}

TEST(Preview, AWarmupOverMostOfTheRunIsDrawnWithAWarning) {
  const Outcome outcome = run_anneal({"preview", "warmup(60%) then cosine"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("warning:"));
  EXPECT_THAT(outcome.out, HasSubstr("60"));
}

TEST(Preview, AWarmupLongerThanTheRunIsRefusedWithTheArithmetic) {
  const Outcome outcome = run_anneal(
      {"preview", "warmup(1000ep) then cosine", "--epochs", "10", "--updates-per-epoch", "100"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("100000"));  // 1000 epochs of 100 updates
  EXPECT_THAT(outcome.err, HasSubstr("1000 "));   // the run
  EXPECT_THAT(outcome.out, IsEmpty());
}

TEST(Preview, AWarmupWithoutAUnitIsRefusedAskingForIt) {
  const Outcome outcome = run_anneal({"preview", "warmup(1000) then cosine"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("1000it"));
  EXPECT_THAT(outcome.err, HasSubstr("1000ep"));
}

TEST(Preview, ExplainShowsWhatAShorthandStandsFor) {
  const Outcome outcome = run_anneal({"preview", "wsd", "--explain"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, testing::ContainsRegex("stands for +warmup\\(.*then constant.*then"));
}

TEST(Preview, APlotFileIsTheOnlyFileWritten) {
  if (!report::gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  const Outcome svg = run_anneal({"preview", "cosine", "wsd", "--plot", "a.svg"}, folder.path());
  EXPECT_EQ(svg.exit_code, 0) << svg.err;
  EXPECT_THAT(everything_in(folder.path()), ElementsAre("a.svg"));
  EXPECT_THAT(read_text(folder / "a.svg"), HasSubstr("</svg>"));
  EXPECT_EQ(run_anneal({"preview", "cosine", "--plot", "b.png"}, folder.path()).exit_code, 0);
  EXPECT_THAT(read_text(folder / "b.png"), StartsWith("\x89PNG"));
}

TEST(Preview, TheGalleryShowsEveryScheduleOfTheCatalogue) {
  const Outcome gallery = run_anneal({"preview", "--all"});
  EXPECT_EQ(gallery.exit_code, 0) << gallery.err;
  for (const std::string& line : lines_of(run_anneal({"list", "schedules"}).out)) {
    const std::size_t end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", 2);
    if (line.empty()) {
      break;  // libraries follow, which are not in the gallery
    }
    const bool call = end != std::string::npos && line[end] == '(' && end > 2;
    if (line.starts_with("  ") && line[2] != ' ' && call) {
      const std::string name = line.substr(2, end - 2);
      EXPECT_TRUE(name == "lambda" || gallery.out.find(name) != std::string::npos) << name;
    }
  }
}

#ifndef ANNEAL_SANITIZED  // an instrumented program takes longer to start
TEST(Preview, AnswersWithinFiftyMilliseconds) {
  using Clock = std::chrono::steady_clock;
  double best = 1;
  for (int k = 0; k < 5; ++k) {
    const auto begin = Clock::now();
    run_anneal({"preview", "warmup(500it) then cosine", "--epochs", "30"});
    best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count());
  }
  EXPECT_LT(best, 0.05);
}
#endif

TEST(Preview, OnATerminalThePlotIsFiner) {
  const Outcome braille = run_on_terminal({"preview", "cosine"});
  EXPECT_THAT(braille.out, HasSubstr("\xE2\xA0"));
  const Outcome ascii = run_on_terminal({"preview", "cosine"}, ".", {{"LC_ALL", "C"}});
  EXPECT_THAT(ascii.out, Not(HasSubstr("\xE2\xA0")));
  EXPECT_THAT(ascii.out, HasSubstr("*"));
}

}}  // namespace anneal::cli
