#include <chrono>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "tests/cli/program.h"

// Where schedules meet files, long runs, metrics and ranges.

namespace anneal::cli { namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::string csv_of(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
  std::vector<std::string> words = {"preview"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  words.insert(words.end(), {"--csv", "-"});
  const Outcome outcome = run_anneal(words, folder);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  return outcome.out;
}

TEST(TableFile, APreviewsCsvIsReadBackToTheSameBytes) {
  const TemporaryFolder folder;
  const std::string first = csv_of({"cosine", "--lr", "0.1", "--updates", "777"}, folder.path());
  write_text(folder / "s.csv", first);
  EXPECT_EQ(csv_of({"table(file=s.csv)", "--lr", "0.1", "--updates", "777"}, folder.path()), first);
}

TEST(TableFile, ARunsStepsAreReadBackToTheSameRates) {
  const TemporaryFolder folder;
  const std::vector<std::string> run = {"--data",       "moons",       "--model",
                                        "mlp(4)",       "--updates",   "90",
                                        "--no-figures", "--optimizer", "sgd(lr=0.3)"};
  std::vector<std::string> words = {"train", "--out", "run", "--schedule",
                                    "warmup(7%) then cosine"};
  words.insert(words.end(), run.begin(), run.end());
  ASSERT_EQ(run_anneal(words, folder.path()).exit_code, 0);
  const std::vector<double> rates = read_csv(folder / "run/steps.csv").numbers("lr");
  write_text(
      folder / "shown.csv",
      csv_of({"table(file=\"run/steps.csv\")", "--lr", "0.3", "--updates", "90"}, folder.path()));
  EXPECT_EQ(read_csv(folder / "shown.csv").numbers("lr"), rates);

  words = {"train", "--out", "again", "--schedule", "table(file=\"run/steps.csv\")"};
  words.insert(words.end(), run.begin(), run.end());
  ASSERT_EQ(run_anneal(words, folder.path()).exit_code, 0);
  EXPECT_EQ(read_text(folder / "again/steps.csv"), read_text(folder / "run/steps.csv"));
  EXPECT_THAT(read_text(folder / "again/run.toml"), HasSubstr("column=lr"));
}

TEST(TableFile, IsReadOrRefusedWithFileLineAndReason) {
  struct Case {
    const char* content;
    const char* says;
  };
  const TemporaryFolder folder;
  for (const Case& one : {Case{"0x1\n1\n", "t.csv line 1: expected a number"},
                          Case{"1e-400\n1\n", "t.csv line 1: expected a number"},
                          Case{"0,5\n0,5\n", "t.csv line 1: 2 columns where one number is due"},
                          Case{"1,0.5,0.25", "t.csv line 1: 3 columns where one number is due"},
                          Case{"l.0\n1\n", "t.csv line 1: \"l.0\" is neither"}}) {
    write_text(folder / "t.csv", one.content);
    const Outcome outcome =
        run_anneal({"preview", "table(file=t.csv)", "--updates", "2"}, folder.path());
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr(one.says));
    EXPECT_EQ(lines_of(outcome.err).size(), 1U);
  }
  for (const char* content : {"\xEF\xBB\xBFlr,other\n1,9\n0.5,9\n", "+1\n0.5\n"}) {
    write_text(folder / "t.csv", content);
    EXPECT_THAT(csv_of({"table(file=t.csv)", "--updates", "2"}, folder.path()),
                HasSubstr("\n0,0,1,1\n1,0.01,0.5,0.5\n"));
  }
}

TEST(TableFile, TheListingSaysWhatItsColumnsAre) {
  EXPECT_THAT(unwrapped(run_anneal({"list", "table"}).out),
              AllOf(HasSubstr("the column multiplier or lr"),
                    HasSubstr("multipliers of the base rate, or rates, which are divided by it")));
}

TEST(UnitLint, ThePreviewAsksForEpochs) {
  struct Case {
    const char* schedule;
    const char* write;
  };
  for (const Case& one :
       {Case{"step(every=10it)", "write step(every=10ep)"},
        Case{"decay(gamma=0.95, every=1it)", "write decay(gamma=0.95, every=1ep)"},
        Case{"torch.CosineAnnealingLR(T_max=30it)", "write torch.CosineAnnealingLR(T_max=30ep)"}}) {
    const Outcome outcome = run_anneal({"preview", one.schedule, "--epochs", "30"});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(
        unwrapped(outcome.out),
        AllOf(HasSubstr("warning: "), HasSubstr("were epochs, ep, meant?"), HasSubstr(one.write)));
  }
}

TEST(LongPreview, ABillionUpdatesTakeSecondsAndATrillionToo) {
  const auto begin = std::chrono::steady_clock::now();
  for (const char* updates : {"1000000000", "1000000000000"}) {
    const Outcome outcome = run_anneal({"preview", "warmup(1%) then cosine", "--updates", updates});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, AllOf(HasSubstr("peak 1 at update 10000000"), HasSubstr("area: 5"),
                                   HasSubstr("50 % of peak")));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(LongPreview, ALengthBeyondEveryRunIsRefusedWithTheLimit) {
  const Outcome outcome = run_anneal({"preview", "cosine", "--updates", "100000000000000000"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("the number of updates must be in [1, 2^53]"));
}

TEST(Gallery, CanBeDrawnForAnyLengthOfRun) {
  for (const std::vector<std::string>& length :
       {std::vector<std::string>{"--epochs", "5"}, {"--epochs", "90"}, {"--updates", "50"}}) {
    std::vector<std::string> words = {"preview", "--all"};
    words.insert(words.end(), length.begin(), length.end());
    const Outcome outcome = run_anneal(words);
    EXPECT_EQ(outcome.exit_code, 0) << length.front() << outcome.err;
  }
}

TEST(Metrics, APreviewChecksTheirNames) {
  const Outcome outcome = run_anneal({"preview", "plateau(metric=val_los, mode=min)"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("schedule: unknown metric val_los (did you mean val_loss?)"));
  EXPECT_THAT(run_anneal({"preview", "plateau(metric=vall_oss)"}).err,
              HasSubstr("unknown metric vall_oss (did you mean val_loss?)"));
  EXPECT_EQ(run_anneal({"preview", "plateau(metric=avg_val_accuracy, patience=3ev)"}).exit_code, 0);
}

TEST(Metrics, APlateauOnAnAccuracyCutsWhenItStallsAndNotWhenItRises) {
  const TemporaryFolder folder;
  const std::string schedule = "plateau(metric=val_accuracy, factor=0.5, patience=3ev)";
  const auto last_rate = [&](const char* metrics) {
    write_text(folder / "r.csv", csv_of({schedule, "--metrics", metrics}, folder.path()));
    return read_csv(folder / "r.csv").numbers("lr").back();
  };
  EXPECT_EQ(last_rate("0.5,0.6,0.7,0.8,0.9,0.95"), 1.0);
  EXPECT_EQ(last_rate("0.5,0.4,0.4,0.4,0.4,0.4"), 0.5);
}

/// A training that is refused before anything is written; what it says.
std::string refused(const std::vector<std::string>& more, const char* command = "train") {
  const TemporaryFolder folder;
  std::vector<std::string> words = {command,  "--data", "moons", "--model",
                                    "mlp(4)", "--out",  "run",   "--no-figures"};
  words.insert(words.end(), more.begin(), more.end());
  const Outcome outcome = run_anneal(words, folder.path());
  EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
  EXPECT_THAT(everything_in(folder.path()), IsEmpty());
  return outcome.err;
}

TEST(Ranges, AMomentumThatReachesOneIsRefusedBeforeAnythingIsWritten) {
  EXPECT_THAT(refused({"--updates", "100", "--optimizer", "sgd(lr=0.1, momentum=0.9)", "--schedule",
                       "momentum=linear(from=0.5, to=1.2, endpoint=true)"}),
              HasSubstr("its largest value is 0.9 x 1.2 = 1.08 at update 99, but momentum must be "
                        "below 1"));
  EXPECT_THAT(
      refused({"--updates", "100", "--optimizer", "sgd(lr=0.1, momentum=0.9)", "--optimizer",
               "sgd(lr=0.1, momentum=0.5)", "--schedule", "momentum=linear(from=0.5, to=1.5)"},
              "compare"),
      HasSubstr("momentum must be below 1"));
}

TEST(Ranges, AnInfiniteRateIsRefusedInPreviewAndTraining) {
  const Outcome outcome = run_anneal({"preview", "constant(1e10)", "--lr", "1e308", "--csv", "-"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("1e+308 x 1e+10 at update 0, more than a number can hold"));
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(refused({"--optimizer", "sgd(lr=1e308)", "--schedule", "constant(1e10)"}),
              HasSubstr("more than a number can hold"));
}

TEST(Metrics, AGroupsOwnScheduleIsCheckedBeforeAnythingIsWritten) {
  EXPECT_THAT(refused({"--group", "layers.0.*: schedule=plateau(metric=val_acc, mode=max)"}),
              HasSubstr("unknown metric val_acc (did you mean val_accuracy?)"));
  EXPECT_THAT(refused({"--schedule", "plateau(metric=avg_val_loss)"}),
              HasSubstr("keep a weight average: --average ema"));
}

TEST(Metrics, TheWeightAverageHasSomeToListenTo) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal({"train", "--data", "moons", "--model", "mlp(4)", "--out", "run", "--no-figures",
                  "--epochs", "3", "--average", "ema(decay=0.9)", "--schedule",
                  "plateau(metric=avg_val_loss, factor=0.5, patience=1ev)"},
                 folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

TEST(Momentum, TheHeaderOfARunPrintsItsValues) {
  const auto header = [](const std::string& schedule) {
    const TemporaryFolder folder;
    const Outcome outcome =
        run_anneal({"train", "--data", "moons", "--model", "mlp(4)", "--out", "run", "--no-figures",
                    "--updates", "100", "--optimizer", "sgd(lr=0.1, momentum=0.9)", "--schedule",
                    "momentum=" + schedule},
                   folder.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return unwrapped(outcome.out);
  };
  EXPECT_THAT(header("linear(from=0.5, to=0.95, endpoint=true)"),
              HasSubstr("0.45 at first, between 0.45 and 0.855: the schedule times the optimizer's "
                        "0.9"));
  EXPECT_THAT(
      header("onecycle_momentum"),
      HasSubstr("0.95 at first, between 0.85 and 0.95: the schedule's own numbers, whatever "
                "the optimizer's is"));
}

TEST(Momentum, AbsoluteNumbersAreSaidToBe) {
  EXPECT_THAT(
      run_anneal({"preview", "onecycle_momentum"}).out,
      HasSubstr("its numbers are values of what it schedules, not multipliers of the base"));
  EXPECT_THAT(run_anneal({"preview", "onecycle"}).out, Not(HasSubstr("its numbers")));
  EXPECT_THAT(unwrapped(run_anneal({"list", "onecycle_momentum"}).out),
              HasSubstr("high and low are the values themselves, not multipliers as elsewhere"));
}

}}  // namespace anneal::cli
