#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// A wrong command line and what its message must say.
struct Wrong {
  std::vector<std::string> arguments;
  std::string says;
};

void expect_refused(const Wrong& wrong) {
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal(wrong.arguments, folder.path());
  std::string line = "anneal";
  for (const std::string& word : wrong.arguments) {
    line += " '" + word + "'";
  }
  SCOPED_TRACE(line);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err, StartsWith("anneal: error: "));
  EXPECT_THAT(outcome.err, HasSubstr(wrong.says));
  EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
  EXPECT_THAT(everything_in(folder.path()), IsEmpty());
}

TEST(Usage, AWrongCommandLineGetsOneLineAndExitCodeTwo) {
  const std::vector<Wrong> cases = {
      {{}, "none was given"},
      {{"trian"}, "did you mean train?"},
      {{"nonsense"}, "unknown command: nonsense"},
      {{"--colour"}, "unknown option: --colour"},
      {{"train", "--modle", "mlp(16)"}, "did you mean --model?"},
      {{"train", "--zzz"}, "unknown option: --zzz (see anneal train --help)"},
      {{"train", "stray"}, "did not expect stray"},
      {{"train", "--epochs"}, "--epochs: nothing was given after it (see anneal train --help)"},
      {{"train", "--epochs", "1", "--epochs", "2"}, "--epochs: given 2 times (give it once"},
      {{"train", "--optimizer", "sgd", "--optimizer", "adam"}, "--optimizer: given 2 times"},
      {{"train", "--lr", "0.1"}, "the rate belongs to the optimizer: --optimizer \"sgd(lr=0.1)\""},
      {{"train", "--data", ""}, "--data: got an empty text"},
      {{"train", "--out", ""}, "--out: got an empty text"},
      {{"compare", "--schedule", ""}, "--schedule: got an empty text"},
      {{"report", ""}, "DIR: got an empty text"},
      {{"preview"}, "SCHEDULE: none was given"},
      {{"report"}, "DIR"},
      {{"report", "nowhere"}, "nowhere is not a folder"},
      {{"list", "cosin"}, "did you mean cosine?"},
      {{"list", "zzzzzzzz"}, "unknown name zzzzzzzz"},
  };
  for (const Wrong& wrong : cases) {
    expect_refused(wrong);
  }
}

TEST(Usage, AWrongPreviewGetsOneLineAndExitCodeTwo) {
  const std::vector<Wrong> cases = {
      {{"preview", "cosin"}, "did you mean cosine?"},
      {{"preview", "cosine(tp=0)"}, "tp"},
      {{"preview", "cosine(to=0, to=1)"}, "to"},
      {{"preview", "cosine("}, "\"cosine(\": found the end at character 8 (expected a name"},
      {{"preview", "cosine(to=0"}, "\"(\" at character 7 is never closed (add \")\")"},
      {{"preview", "cosine then"}, "found the end at character 12"},
      {{"preview", "warmup(5 %) then cosine"}, "it follows its number without a space: 5%"},
      {{"preview", "warmup(5 ep) then cosine"}, "a unit follows its number without a space"},
      {{"preview", "warmup(5epochs) then cosine"}, "write ep for epochs"},
      {{"preview", "linear(to=nan)"}, "linear: to must be a finite number, got nan"},
      {{"preview", "linear(to=inf)"}, "linear: to must be finite"},
      {{"preview", "cosine * 2"}, "schedule: got 2"},
      {{"preview", "torch.StepLr(step_size=3ep)"}, "did you mean torch.StepLR?"},
      {{"preview", "keras.Nonsense"}, "(known: keras."},
      {{"preview", ""}, "SCHEDULE: got an empty text"},
      {{"preview", " "}, "specification: nothing was given"},
      {{"preview", "cosine", "--lr", "-1"}, "--lr: got -1"},
      {{"preview", "cosine", "--lr", "nan"}, "--lr: got nan"},
      {{"preview", "cosine", "--lr", "1e999"}, "--lr: got 1e999"},
      {{"preview", "cosine", "--epochs", "0"}, "--epochs: got 0"},
      {{"preview", "cosine", "--updates", "0"}, "--updates: got 0"},
      {{"preview", "cosine", "--updates", "1.5"}, "--updates: got 1.5"},
      {{"preview", "cosine", "--epochs", "1", "--updates", "9"}, "both were given"},
      {{"preview", "cosine", "--metrics", "1,2"}, "listens to no metric"},
      {{"preview", "plateau(metric=val_loss)", "--metrics", "1,x"}, "got \"x\""},
      {{"preview", "plateau(metric=val_loss)", "--metrics", "1,1,1", "--epochs", "2"}, "3 values"},
      {{"preview", "cosine", "wsd", "--csv", "a.csv"}, "--csv: got 2 schedules"},
      {{"preview", "cosine", "--csv", "no/such/folder/a.csv"}, "--csv: cannot write"},
      {{"preview", "cosine", "--plot", "a.pdf"}, "ends in .svg or .png"},
      {{"preview", "cosine", "--plot", "no/such/folder/a.svg"}, "--plot: cannot write"},
      {{"preview", "--all", "cosine"}, "--all"},
      {{"preview", "linear(from=-1)"}, "from"},
      {{"preview", "cosine(for=2000it)", "--updates", "1000"}, "1000"},
      {{"preview", "cosine(for=500it)", "--updates", "1000"}, "then constant"},
  };
  for (const Wrong& wrong : cases) {
    expect_refused(wrong);
  }
}

TEST(Usage, OnATerminalACaretPointsAtTheMistake) {
  const Outcome outcome = run_on_terminal({"preview", "cosine(tp=0)"}, ".", {{"NO_COLOR", "1"}});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.out, StartsWith("anneal: error: "));
  EXPECT_THAT(outcome.out, HasSubstr("cosine(tp=0)"));
  EXPECT_THAT(outcome.out, HasSubstr("^"));
}

TEST(Usage, HelpIsOnStandardOutputAndHasExamples) {
  for (const std::string command : {"", "preview", "train", "compare", "report", "list"}) {
    std::vector<std::string> arguments = {"--help"};
    if (!command.empty()) {
      arguments.insert(arguments.begin(), command);
    }
    const Outcome outcome = run_anneal(arguments);
    EXPECT_EQ(outcome.exit_code, 0) << command;
    EXPECT_THAT(outcome.err, IsEmpty()) << command;
    EXPECT_THAT(outcome.out, HasSubstr("  anneal ")) << command;
    for (const std::string& line : lines_of(outcome.out)) {
      EXPECT_LE(line.size(), 100U) << command << ": " << line;
    }
  }
}

TEST(Usage, TheVersionIsOneLine) {
  const Outcome outcome = run_anneal({"--version"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, testing::MatchesRegex("anneal [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST(Usage, ListShowsEveryFamilyAndOneEntryInFull) {
  const Outcome all = run_anneal({"list", "all"});
  EXPECT_EQ(all.exit_code, 0);
  for (const std::string name : {"cosine", "adam(", "mlp(", "fashion-mnist"}) {
    EXPECT_THAT(all.out, HasSubstr(name));
  }
  const Outcome one = run_anneal({"list", "cosine"});
  EXPECT_EQ(one.exit_code, 0);
  EXPECT_THAT(one.out, HasSubstr("cos(pi"));
  EXPECT_THAT(one.out, HasSubstr("Source: "));
  EXPECT_THAT(one.out, ContainsRegex("to \\[0\\]"));
  EXPECT_THAT(one.out, Not(HasSubstr("adam")));
}

TEST(Usage, NothingPipedHasEscapeCodesAndNothingHasWithNoColor) {
  const std::vector<std::vector<std::string>> commands = {{"list", "all"},
                                                          {"list"},
                                                          {"preview", "warmup(60%) then cosine"},
                                                          {"preview", "cosin"},
                                                          {"--help"}};
  for (const std::vector<std::string>& arguments : commands) {
    const Outcome piped = run_anneal(arguments);
    EXPECT_THAT(piped.out + piped.err, Not(HasSubstr("\033")));
    const Outcome plain = run_on_terminal(arguments, ".", {{"NO_COLOR", "1"}});
    EXPECT_THAT(plain.out, Not(HasSubstr("\033[")));
  }
  const Outcome coloured = run_on_terminal({"preview", "cosin"});
  EXPECT_THAT(coloured.out, HasSubstr("\033[1;31m"));
}

}}  // namespace anneal::cli
