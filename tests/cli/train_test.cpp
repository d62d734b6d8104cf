#include <signal.h>
#include <sys/resource.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "tests/cli/program.h"

namespace anneal::cli { namespace {

namespace fs = std::filesystem;
using testing::ContainsRegex;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// A run that takes milliseconds: 8 updates per epoch.
std::vector<std::string> small_train(const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {
      "train", "--data", "moons(n=320)", "--model", "mlp(8)", "--batch-size", "16"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

CsvTable steps_of(const fs::path& run) {
  return read_csv(run / "steps.csv");
}

TEST(Train, WritesEverythingThatTheContractNames) {
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal(
      small_train({"--epochs", "3", "--schedule", "warmup(5it) then cosine", "--out", "run"}),
      folder.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  for (const std::string name :
       {"run.toml", "steps.csv", "evals.csv", "summary.json", "checkpoint.safetensors"}) {
    EXPECT_TRUE(fs::exists(folder / "run" / name)) << name;
  }
  EXPECT_THAT(read_text(folder / "run/run.toml"), HasSubstr("warmup(5it) then cosine"));
  EXPECT_THAT(read_text(folder / "run/summary.json"), HasSubstr("\"done\""));
  const CsvTable evals = read_csv(folder / "run/evals.csv");
  EXPECT_THAT(evals.columns,
              ElementsAre("step", "epoch", "lr", "train_loss", "val_loss", "val_accuracy"));
  EXPECT_THAT(outcome.out, HasSubstr("done"));
  EXPECT_THAT(outcome.out, HasSubstr("Everything is in run"));
}

TEST(Train, UsesTheRatesThatPreviewShows) {
  const TemporaryFolder folder;
  const std::string schedule = "warmup(5it) then cosine";
  ASSERT_EQ(run_anneal(small_train({"--epochs", "3", "--optimizer", "sgd(lr=0.25)", "--schedule",
                                    schedule, "--out", "run", "--no-figures"}),
                       folder.path())
                .exit_code,
            0);
  const std::vector<double> used = steps_of(folder / "run").numbers("lr");
  const std::string updates = std::to_string(used.size());
  const Outcome preview =
      run_anneal({"preview", schedule, "--lr", "0.25", "--updates", updates, "--csv", "-"});
  EXPECT_EQ(used, parse_csv(preview.out, "stdout").numbers("lr"));
}

// A schedule consumed by plotting it, and warmup applied one epoch late, are two mistakes of a
// well-known textbook.

TEST(Train, TheFirstUpdatesWarmUpNotTheFirstEpoch) {
  const TemporaryFolder folder;
  ASSERT_EQ(run_anneal(small_train({"--epochs", "2", "--optimizer", "sgd(lr=0.3)", "--schedule",
                                    "warmup(5it) then constant", "--out", "run", "--no-figures"}),
                       folder.path())
                .exit_code,
            0);
  const std::vector<double> lr = steps_of(folder / "run").numbers("lr");
  EXPECT_EQ(lr[0], 0);  // not 0.3, 0, 0.06, ...
  EXPECT_DOUBLE_EQ(lr[1], 0.06);
  EXPECT_DOUBLE_EQ(lr[4], 0.24);
  EXPECT_DOUBLE_EQ(lr[5], 0.3);
}

TEST(Train, TheSameSeedGivesTheSameBytes) {
  const TemporaryFolder folder;
  for (const std::string name : {"a", "b"}) {
    ASSERT_EQ(
        run_anneal(small_train({"--epochs", "2", "--seed", "7", "--out", name, "--no-figures"}),
                   folder.path())
            .exit_code,
        0);
  }
  EXPECT_EQ(read_text(folder / "a/steps.csv"), read_text(folder / "b/steps.csv"));
  EXPECT_EQ(read_text(folder / "a/checkpoint.safetensors"),
            read_text(folder / "b/checkpoint.safetensors"));
}

TEST(Train, InitialWeightsCanBeSavedAndGivenBack) {
  const TemporaryFolder folder;
  ASSERT_EQ(run_anneal(small_train({"--epochs", "1", "--seed", "3", "--save-init",
                                    "init.safetensors", "--out", "a", "--no-figures"}),
                       folder.path())
                .exit_code,
            0);
  ASSERT_EQ(run_anneal(small_train({"--epochs", "1", "--seed", "3", "--init", "init.safetensors",
                                    "--out", "b", "--no-figures"}),
                       folder.path())
                .exit_code,
            0);
  EXPECT_EQ(read_text(folder / "a/steps.csv"), read_text(folder / "b/steps.csv"));
  EXPECT_THAT(read_text(folder / "init.safetensors"), HasSubstr("layers.0.weight"));
}

TEST(Train, DoubleAndFullBatchAreAccepted) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal(small_train({"--updates", "5", "--precision", "double", "--batch-size", "full",
                              "--out", "run", "--no-figures"}),
                 folder.path());
  // the batch size was given twice: by small_train() and here
  EXPECT_EQ(outcome.exit_code, 2);
  const Outcome full =
      run_anneal({"train", "--data", "moons(n=320)", "--model", "mlp(8)", "--updates", "5",
                  "--precision", "double", "--batch-size", "full", "--out", "run", "--no-figures"},
                 folder.path());
  ASSERT_EQ(full.exit_code, 0) << full.err;
  EXPECT_EQ(steps_of(folder / "run").rows.size(), 5U);
}

TEST(Train, MomentumCanHaveAScheduleOfItsOwn) {
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal(
      small_train({"--epochs", "1", "--optimizer", "sgd(lr=0.1, momentum=0.9)", "--schedule",
                   "cosine", "--schedule", "momentum=linear(to=0.5)", "--out", "run"}),
      folder.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(read_text(folder / "run/run.toml"),
              HasSubstr("momentum_schedule = \"linear(to=0.5)"));
}

TEST(Train, ARateThatDivergesIsAResultWithTheLastGoodNumbers) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal(small_train({"--epochs", "50", "--optimizer", "sgd(lr=1e12)", "--out", "run"}),
                 folder.path());
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, ContainsRegex("diverged at update [0-9]+"));
  EXPECT_THAT(read_text(folder / "run/summary.json"), HasSubstr("diverged"));
  EXPECT_THAT(read_text(folder / "run/steps.csv"), Not(HasSubstr("nan")));
  EXPECT_THAT(read_text(folder / "run/steps.csv"), Not(HasSubstr("inf")));
}

TEST(Train, ALogGetsALineEveryTenPercentAndQuietNone) {
  const TemporaryFolder folder;
  const Outcome loud =
      run_anneal(small_train({"--epochs", "20", "--out", "a", "--no-figures"}), folder.path());
  EXPECT_EQ(lines_of(loud.err).size(), 10U) << loud.err;
  EXPECT_THAT(loud.err, HasSubstr(" 50 %"));
  EXPECT_THAT(loud.err, ContainsRegex("rate [0-9.e-]+, loss [0-9.]+"));
  EXPECT_THAT(loud.out + loud.err, Not(HasSubstr("\033")));
  const Outcome quiet = run_anneal(
      small_train({"--epochs", "20", "--out", "b", "--no-figures", "--quiet"}), folder.path());
  EXPECT_THAT(quiet.err, IsEmpty());
}

TEST(Train, BadInputGetsOneLineAndWritesNothing) {
  const TemporaryFolder folder;
  write_text(folder / "short.idx", std::string("\0\0\x08\x03\0\0", 6));
  fs::create_directories(folder / "full/inside");
  write_text(folder / "full/inside/file", "mine");
  write_text(folder / "wrong.safetensors", "not safetensors");
  write_text(folder / "occupied", "a file");
  struct Case {
    std::vector<std::string> more;
    std::string says;
  };
  const std::vector<Case> cases = {
      {{"--data", "moon"}, "did you mean moons?"},
      {{"--data", "fashion-mnist(path=\"nowhere\")"}, "nowhere"},
      {{"--model", "mpl(8)"}, "did you mean mlp?"},
      {{"--model", "mlp(0)"}, "0"},
      {{"--optimizer", "adm(lr=0.1)"}, "did you mean"},
      {{"--optimizer", "adam(lr=-0.1)"}, "-0.1"},
      {{"--optimizer", "adam(lr=nan)"}, "adam: lr must be a finite number, got nan"},
      {{"--optimizer", "adam(lr=inf)"}, "adam: lr must be finite"},
      {{"--optimizer", "sgd lr=0.1"}, "write sgd(lr=0.1)"},
      {{"--data", "moons(noise=nan)"}, "moons: noise must be a finite number, got nan"},
      {{"--model", "mlp(nan)"}, "mlp: an argument must be a finite number, got nan"},
      {{"--optimizer", "adam(lr=0.1, lr=0.2)"}, "lr"},
      {{"--optimizer", "adam(lr=0.1, beta=0.2)"}, "beta"},
      {{"--schedule", "cosin"}, "did you mean cosine?"},
      {{"--schedule", "warmup(1000) then cosine"}, "1000it"},
      {{"--schedule", "momentun=cosine"}, "did you mean momentum?"},
      {{"--schedule", "cosine", "--schedule", "wsd"}, "anneal compare"},
      {{"--batch-size", "0"}, "--batch-size: got 0"},
      {{"--batch-size", "-3"}, "--batch-size: got -3"},
      {{"--batch-size", "many"}, "--batch-size: got many"},
      {{"--batch-size", "100000"}, "100000"},
      {{"--epochs", "0"}, "--epochs: got 0"},
      {{"--epochs", "1", "--updates", "3"}, "both were given"},
      {{"--seed", "-1"}, "--seed: got -1"},
      {{"--precision", "half"}, "half"},
      {{"--clip", "0"}, "--clip: got 0"},
      {{"--clip", "nan"}, "--clip: got nan"},
      {{"--label-smoothing", "1"}, "--label-smoothing: got 1"},
      {{"--init", "nowhere.safetensors"}, "nowhere.safetensors"},
      {{"--init", "wrong.safetensors"}, "wrong.safetensors"},
      {{"--eval-every", "100"}, "100"},
      {{"--out", "full"}, "full"},
      {{"--out", "occupied"}, "occupied"},
      {{"--out", "/proc/nowhere/run"}, "/proc/nowhere"},
  };
  const std::vector<std::string> before = everything_in(folder.path());
  for (const Case& wrong : cases) {
    const auto given = [&](const std::string& option) {
      return std::ranges::count(wrong.more, option) > 0;
    };
    std::vector<std::string> arguments = {"train"};
    for (const auto& [option, value] :
         std::vector<std::pair<std::string, std::string>>{{"--data", "moons(n=320)"},
                                                          {"--model", "mlp(8)"},
                                                          {"--batch-size", "16"},
                                                          {"--out", "out"}}) {
      if (!given(option)) {
        arguments.insert(arguments.end(), {option, value});
      }
    }
    arguments.insert(arguments.end(), wrong.more.begin(), wrong.more.end());
    const Outcome outcome = run_anneal(arguments, folder.path());
    SCOPED_TRACE(wrong.more[0] + " " + wrong.more[1]);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, StartsWith("anneal: error: "));
    EXPECT_THAT(outcome.err, HasSubstr(wrong.says));
    EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
    EXPECT_THAT(outcome.out, IsEmpty());
    EXPECT_EQ(everything_in(folder.path()), before);
  }
  EXPECT_EQ(read_text(folder / "full/inside/file"), "mine");
}

TEST(Train, WithoutOutResultsGoToTheFirstFreeFolder) {
  const TemporaryFolder folder;
  for (int k = 0; k < 2; ++k) {
    ASSERT_EQ(run_anneal(small_train({"--updates", "3", "--no-figures"}), folder.path()).exit_code,
              0);
  }
  EXPECT_TRUE(fs::exists(folder / "results/train/summary.json"));
  EXPECT_TRUE(fs::exists(folder / "results/train-2/summary.json"));
}

TEST(Train, OnATerminalABarIsDrawnAndTakenAway) {
  const TemporaryFolder folder;
  const Outcome outcome = run_on_terminal(
      small_train({"--epochs", "200", "--out", "run", "--no-figures"}), folder.path());
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, ContainsRegex("\r\033\\[K\\[=*> *\\] +[0-9]+ %  epoch"));
}

TEST(Train, AnInterruptEndsTheRunWithEverythingOnDisk) {
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal(
      small_train({"--updates", "100000000", "--out", "run", "--no-figures"}), folder.path(), {},
      [&] { return fs::exists(folder / "run/checkpoint.safetensors"); });
  EXPECT_EQ(outcome.exit_code, 130);
  EXPECT_THAT(outcome.out, HasSubstr("interrupted"));
  EXPECT_THAT(read_text(folder / "run/summary.json"), HasSubstr("interrupted"));
  EXPECT_EQ(read_text(folder / "run/steps.csv").back(), '\n');
}

TEST(Train, WithoutGnuplotTheResultsAreKeptAndTheMessageSaysWhatToInstall) {
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal(small_train({"--updates", "20", "--out", "run"}),
                                     folder.path(), {{"PATH", "/nowhere"}});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("apt-get install gnuplot-nox"));
  EXPECT_TRUE(fs::exists(folder / "run/summary.json"));
}

}}  // namespace anneal::cli
