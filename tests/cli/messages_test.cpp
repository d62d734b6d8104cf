#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.h"

// Texts that no terminal and no file should get as they are.

namespace anneal::cli { namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> train(const std::vector<std::string>& more) {
  std::vector<std::string> words = {"train",     "--data", "moons",        "--model", "mlp(4)",
                                    "--updates", "30",     "--no-figures", "-q"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST(Messages, AreShortHoweverLongWhatWasGivenIs) {
  const TemporaryFolder folder;
  const std::string many(100'000, 'x');
  for (const auto& words :
       {train({"--group", many + ": lr=0.1"}), train({"--init", many}),
        std::vector<std::string>{"preview", many}, std::vector<std::string>{"report", many}}) {
    const Outcome outcome = run_anneal(words, folder.path());
    EXPECT_EQ(outcome.exit_code, 2) << words[0];
    EXPECT_LE(outcome.err.size(), 1000U) << words[0];
    EXPECT_THAT(outcome.err, HasSubstr("anneal: error: "));
  }
  const Outcome report = run_anneal({"report", many}, folder.path());
  EXPECT_THAT(report.err, HasSubstr("xxx ... xxx"));
  EXPECT_THAT(report.err, HasSubstr("(give one that anneal train or anneal compare wrote)"));
}

TEST(Messages, HoldNoCommandsForTheTerminal) {
  const Outcome outcome = run_anneal({"preview",
                                      "cosine\xC2\x9B"
                                      "31mred\x1B[1m\x07\xFF"});
  EXPECT_EQ(outcome.exit_code, 2);
  for (const std::string control : {"\xC2\x9B", "\x1B", "\x07", "\xFF"}) {
    EXPECT_THAT(outcome.err, Not(HasSubstr(control)));
  }
  const Outcome terminal = run_on_terminal({"preview",
                                            "cosine(\xC2\x9B"
                                            "31mred"},
                                           ".", {{"NO_COLOR", "1"}});
  EXPECT_THAT(terminal.out, Not(HasSubstr("\xC2\x9B")));
}

TEST(Messages, EvalEveryNamesTheOptionAndWhatToWrite) {
  const TemporaryFolder folder;
  for (const std::string option : {"--eval-every", "--log-every"}) {
    for (const std::string text : {"nan", "1x"}) {
      const Outcome outcome = run_anneal(train({option, text}), folder.path());
      EXPECT_EQ(outcome.exit_code, 2);
      EXPECT_THAT(outcome.err, HasSubstr("anneal: error: " + option + ": " + text +
                                         " is no length (write 100it, 1ep or 10%)"));
    }
    EXPECT_THAT(run_anneal(train({option, "often"}), folder.path()).err,
                HasSubstr(option + ": the length is often, but it must be a length"));
    EXPECT_THAT(run_anneal(train({option, "10"}), folder.path()).err,
                HasSubstr(option + ": 10 what? write 10it (updates)"));
  }
  EXPECT_THAT(everything_in(folder.path()), IsEmpty());
}

TEST(Messages, ATextThatRunTomlCouldNotHoldIsRefusedBeforeAnythingIsWritten) {
  const TemporaryFolder folder;
  const std::string name = "st\xE4rke.csv";  // in Latin-1
  write_text(folder / name, "1\n0.5\n");
  for (const auto& words :
       {train({"--schedule", "table(file=\"" + name + "\")"}), train({"--init", name}),
        train({"--schedule", "momentum=table(file=\"" + name + "\")"})}) {
    const Outcome outcome = run_anneal(words, folder.path());
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("not UTF-8, so run.toml could not hold it"));
  }
  EXPECT_EQ(everything_in(folder.path()), (std::vector<std::string>{name}));
}

TEST(Messages, AFolderOfAnyNameHasARunTomlThatReadsBack) {
  const TemporaryFolder folder;
  const std::string out = "st\xE4rke's";
  ASSERT_EQ(run_anneal(train({"--out", out}), folder.path()).exit_code, 0);
  EXPECT_THAT(read_text(folder / (out + "/run.toml")), HasSubstr("--out $'st\\\\344rke\\\\'s'"));
  const Outcome again =
      run_anneal({"train", "--from", out + "/run.toml", "--out", "again", "-q", "--no-figures"},
                 folder.path());
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(read_text(folder / "again/steps.csv"), read_text(folder / (out + "/steps.csv")));
}

TEST(Messages, CsvDoesNotOverwriteTheTableThatTheScheduleReads) {
  const TemporaryFolder folder;
  write_text(folder / "t.csv", "1\n0.5\n");
  for (const auto& words :
       {std::vector<std::string>{"preview", "table(file=\"t.csv\") then constant", "--csv",
                                 "./t.csv"},
        {"descend", "rosenbrock", "--updates", "2", "--schedule", "table(file=\"t.csv\")", "--csv",
         "t.csv"}}) {
    const Outcome outcome = run_anneal(words, folder.path());
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("t.csv is a file that the schedule reads"));
    EXPECT_EQ(read_text(folder / "t.csv"), "1\n0.5\n");
  }
}

TEST(Messages, CountsHaveNoExponents) {
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal({"train", "--data", "moons", "--model", "mlp(2)", "--updates",
                                      "23441", "--eval-every", "100%", "--no-figures"},
                                     folder.path());
  EXPECT_THAT(outcome.out, HasSubstr(" 11720 "));  // the middle of the axis
  EXPECT_THAT(outcome.out, HasSubstr(" 23440 updates\n"));
  EXPECT_THAT(outcome.out, Not(ContainsRegex("e\\+[0-9]+ updates")));
  const Outcome one = run_anneal({"train", "--data", "moons", "--model", "mlp(2)", "--epochs", "1",
                                  "--no-figures", "--dry-run"},
                                 folder.path());
  EXPECT_THAT(one.out, HasSubstr("updates = 1 epoch of "));
}

}}  // namespace anneal::cli
