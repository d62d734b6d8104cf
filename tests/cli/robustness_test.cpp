#include <algorithm>
#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "apps/report/gnuplot.h"
#include "tests/cli/program.h"

// Odd folders, odd environments, results that are cut off.

namespace anneal::cli { namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> train_into(const std::string& out,
                                    const std::vector<std::string>& more = {}) {
  std::vector<std::string> words = {"train", "--data", "moons",     "--model", "mlp(4)",
                                    "--out", out,      "--updates", "30"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::vector<std::string> compare_into(const std::string& out,
                                      const std::vector<std::string>& more = {}) {
  std::vector<std::string> words = {
      "compare",     "--data",      "moons",      "--model",  "mlp(4)",
      "--optimizer", "sgd(lr=0.1)", "--schedule", "constant", "--schedule",
      "cosine",      "--seeds",     "2",          "--out",    out};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// The numbers that differ from run to run, and the command line that was typed, replaced; nothing
/// else.
std::string without_times(const std::string& text) {
  const std::regex times(
      "\"(wall_seconds|update_seconds|updates_per_second|peak_resident_bytes)\": [-+.e0-9]+");
  return std::regex_replace(std::regex_replace(text, times, "\"$1\": TIME"),
                            std::regex("^command = .*"), "command = TYPED");
}

TEST(Robustness, OneJobAndTwoWriteTheSameFilesButForTheTimes) {
  const TemporaryFolder folder;
  for (const std::string jobs : {"1", "2"}) {
    const Outcome outcome =
        run_anneal(compare_into("jobs" + jobs, {"--epochs", "3", "--no-figures", "--jobs", jobs}),
                   folder.path());
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  }
  const std::vector<std::string> files = everything_in(folder / "jobs1");
  EXPECT_EQ(files, everything_in(folder / "jobs2"));
  for (const std::string& file : files) {
    if (fs::is_regular_file(folder / ("jobs1/" + file)) && file != "summary.csv" &&
        !file.ends_with(".anneal")) {  // whose process it was
      EXPECT_EQ(without_times(read_text(folder / ("jobs1/" + file))),
                without_times(read_text(folder / ("jobs2/" + file))))
          << file;
    }
  }
  const CsvTable one = read_csv(folder / "jobs1/summary.csv");
  const CsvTable two = read_csv(folder / "jobs2/summary.csv");
  ASSERT_EQ(one.rows.size(), 4U);
  for (const std::string column : {"run", "status", "updates", "train_loss", "val_loss"}) {
    for (std::size_t k = 0; k < one.rows.size(); ++k) {
      EXPECT_EQ(one.rows[k][one.index(column)], two.rows[k][two.index(column)]) << column;
    }
  }
}

TEST(Robustness, SpacesAndUmlautsInTheNameOfTheFolder) {
  const TemporaryFolder folder;
  const std::string out =
      "st\xC3\xBC"
      "dy 1/d'eux \xE2\x9C\x93";
  const Outcome outcome = run_anneal(train_into(out), folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, Not(HasSubstr("warning")));
  EXPECT_THAT(outcome.out, HasSubstr("Everything is in " + out));
  EXPECT_TRUE(fs::exists(folder / (out + "/summary.json")));
  EXPECT_EQ(fs::exists(folder / (out + "/figures/loss.svg")), report::gnuplot_available());
}

TEST(Robustness, NumbersHaveAPointWhateverTheLocaleAndNothingNeedsAHome) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal(train_into("run"), folder.path(),
                 {{"HOME", "/nowhere"}, {"LC_ALL", "de_DE.UTF-8"}, {"LANG", "de_DE.UTF-8"}});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(read_text(folder / "run/steps.csv"), HasSubstr("\n0,0,0.05,0."));
  EXPECT_THAT(outcome.out, HasSubstr("val_loss 0."));
}

TEST(Robustness, TwiceIntoTheSameFolderIsRefusedAndTheFirstRunIsUntouched) {
  const TemporaryFolder folder;
  for (const auto& command : {train_into("run", {"--no-figures"}),
                              compare_into("study", {"--epochs", "1", "--no-figures"})}) {
    ASSERT_EQ(run_anneal(command, folder.path()).exit_code, 0);
    const std::string out = command.front() == "train" ? "run" : "study";
    const std::vector<std::string> before = everything_in(folder.path());
    const Outcome again = run_anneal(command, folder.path());
    EXPECT_EQ(again.exit_code, 2);
    EXPECT_THAT(again.err, HasSubstr(out + " exists and is not empty (choose another one"));
    EXPECT_EQ(everything_in(folder.path()), before);
  }
}

TEST(Robustness, InitialWeightsNeverReplaceAFile) {
  const TemporaryFolder folder;
  write_text(folder / "mine", "precious");
  const Outcome outcome = run_anneal(train_into("run", {"--save-init", "mine"}), folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--save-init: mine exists (choose another name"));
  EXPECT_EQ(read_text(folder / "mine"), "precious");
  EXPECT_FALSE(fs::exists(folder / "run"));
}

TEST(Robustness, AModelThatCannotTakeTheDataIsRefusedBeforeAnythingIsWritten) {
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal(
      {"train", "--data", "moons", "--model", "transformer", "--out", "run"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err,
              HasSubstr("model: transformer is for sequences of symbols, and moons has points"));
  EXPECT_THAT(everything_in(folder.path()), IsEmpty());
}

TEST(Robustness, AMetricThatNobodyMeasuresIsRefusedBeforeAnythingIsWritten) {
  const TemporaryFolder folder;
  for (auto command : {train_into("run"), compare_into("run")}) {
    command.insert(command.end(), {"--schedule", "plateau(metric=val_los)"});
    const Outcome outcome = run_anneal(command, folder.path());
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("unknown metric val_los (did you mean val_loss?)"));
    EXPECT_THAT(everything_in(folder.path()), IsEmpty());
  }
}

TEST(Robustness, AnInterruptedComparisonKeepsWhatItHas) {
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal(
      compare_into("study",
                   {"--updates", "100000000", "--log-every", "1it", "--jobs", "2", "--no-figures"}),
      folder.path(), {}, [&] {
        const fs::path runs = folder / "study/runs";
        const auto names = fs::exists(runs) ? everything_in(runs) : std::vector<std::string>();
        return std::ranges::count_if(names, [&](const std::string& name) {
                 return name.ends_with("/evals.csv") && lines_of(read_text(runs / name)).size() > 1;
               }) == 2;
      });
  EXPECT_EQ(outcome.exit_code, 130);
  EXPECT_THAT(outcome.out, HasSubstr("interrupted"));
  const CsvTable summary = read_csv(folder / "study/summary.csv");
  ASSERT_EQ(summary.rows.size(), 2U);
  for (const std::vector<std::string>& row : summary.rows) {
    EXPECT_EQ(row[summary.index("status")], "interrupted");
    const CsvTable steps =
        read_csv(folder / ("study/runs/" + row[summary.index("run")] + "/steps.csv"));
    EXPECT_EQ(std::to_string(steps.rows.size()), row[summary.index("updates")]);
  }
}

TEST(Robustness, AReportOfWhatIsThereAndAMessageAboutWhatIsNot) {
  if (!report::gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  // A run that was killed in the middle of a row.
  fs::create_directories(folder / "killed");
  write_text(folder / "killed/steps.csv",
             "step,epoch,lr,loss,grad_norm\n0,0,0.1,1.5,1\n1,0.5,0.1,1.25,1\n2,1,0.1,1.");
  const Outcome killed = run_anneal({"report", "killed"}, folder.path());
  EXPECT_EQ(killed.exit_code, 0) << killed.err;
  EXPECT_THAT(killed.out, HasSubstr("loss.svg"));

  fs::create_directories(folder / "study/runs/a");
  const Outcome unfinished = run_anneal({"report", "study"}, folder.path());
  EXPECT_EQ(unfinished.exit_code, 2);
  EXPECT_THAT(unfinished.err, HasSubstr("was not finished: it has no summary.csv (anneal report"));
}

TEST(Robustness, AReportWithoutGnuplotSaysWhatToInstall) {
  const TemporaryFolder folder;
  ASSERT_EQ(run_anneal(train_into("run", {"--no-figures"}), folder.path()).exit_code, 0);
  const Outcome outcome = run_anneal({"report", "run"}, folder.path(), {{"PATH", "/nowhere"}});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("apt-get install gnuplot-nox"));
  EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
}

TEST(Robustness, LongSpecificationsAreShortenedInTables) {
  const std::string text =
      "warmup(500it, from=0.01, shape=cosine) then constant(for=20%) then cosine(to=0.1, for=30%) "
      "then linear(from=0.1, to=0.01) * polynomial(power=3) then exponential(from=0.01, to=0.001, "
      "for=5%)";
  const Outcome preview = run_anneal({"preview", text, "--epochs", "30"});
  ASSERT_EQ(preview.exit_code, 0) << preview.err;
  for (const std::string& line : lines_of(preview.out)) {
    EXPECT_TRUE(line.size() <= 80 || line == text) << line;
  }
  EXPECT_THAT(preview.out, HasSubstr("cosine(to=0.1, for ...  1100"));
  const TemporaryFolder folder;
  const Outcome compare =
      run_anneal(compare_into("study", {"--schedule", text, "--updates", "3000", "--no-figures"}),
                 folder.path());
  ASSERT_EQ(compare.exit_code, 0) << compare.err;
  for (const std::string& line : lines_of(compare.out)) {
    EXPECT_LE(line.size(), 100U) << line;
  }
}

TEST(Robustness, AFullDiskIsNotSuccess) {
  if (!fs::exists("/dev/full")) {
    GTEST_SKIP() << "no /dev/full";
  }
  const Outcome outcome = run_anneal({"preview", "cosine", "--csv", "/dev/full"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("cannot write /dev/full: No space left on device"));
}

}}  // namespace anneal::cli
