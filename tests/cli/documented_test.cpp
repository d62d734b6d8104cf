// A training that a document names is a claim: that it trains. Every `anneal train` and `anneal
// compare` of the READMEs, of docs/ and of the help texts is listed here with what it has to reach,
// in a smaller version of the same experiment.
#include <filesystem>
#include <map>
#include <numeric>
#include <optional>
#include <regex>
#include <set>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using Words = std::vector<std::string>;

/// The words of a command line, as a shell takes it apart: quotes, and comments after a #.
Words shell_words(const std::string& line) {
  Words words;
  std::optional<std::string> word;
  char quote = 0;
  for (const char c : line) {
    if (quote != 0) {
      quote = c == quote ? 0 : (word->push_back(c), quote);
    } else if (c == '"' || c == '\'') {
      quote = c;
      word = word.value_or("");
    } else if (c == '#' && !word) {
      break;
    } else if (c == ' ') {
      if (word) {
        words.push_back(*std::exchange(word, std::nullopt));
      }
    } else {
      word = word.value_or("") + c;
    }
  }
  if (word) {
    words.push_back(*word);
  }
  return words;
}

/// What `text` tells its reader to type, or to compare with: code in a line or a block of lines.
void collect_commands(const std::string& text, std::set<Words>& commands) {
  const std::string joined = std::regex_replace(text, std::regex(R"(\\\n *)"), "");
  const std::regex command(R"((?:^ +|`)(anneal (?:train|compare)\b[^`\n]*))",
                           std::regex::multiline);
  for (std::sregex_iterator found(joined.begin(), joined.end(), command), end; found != end;
       ++found) {
    const Words words = shell_words((*found)[1]);
    // A table of commands has words after the name, and prose speaks of any DIR and any run.toml.
    const bool prose = std::ranges::count(words, "DIR") + std::ranges::count(words, "run.toml") > 0;
    if (words.size() == 2 || (words[2].starts_with("-") && !prose)) {
      commands.insert(words);
    }
  }
}

std::set<Words> documented_commands() {
  std::set<Words> commands;
  const std::filesystem::path root = std::filesystem::path(ANNEAL_TEST_DIR) / "..";
  for (const char* folder : {".", "docs", "examples", "core", "schedulers", "schedulers/dialects",
                             "optim", "models", "data", "apps", "apps/run", "apps/records",
                             "apps/training", "apps/study", "apps/report", "apps/cli", "tests"}) {
    for (const auto& file : std::filesystem::directory_iterator(root / folder)) {
      if (file.path().extension() == ".md") {
        collect_commands(read_text(file.path()), commands);
      }
    }
  }
  for (const char* command : {"preview", "train", "compare", "descend", "report", "list"}) {
    collect_commands(run_anneal({command, "--help"}).out, commands);
  }
  collect_commands(run_anneal({"--help"}).out, commands);
  return commands;
}

TEST(Documented, TheReadingPathCountsItsLines) {
  const std::filesystem::path root = std::filesystem::path(ANNEAL_TEST_DIR) / "..";
  const std::string readme = read_text(root / "README.md");
  const std::regex counted(R"(`([a-z_/]+\.(?:h|cpp))` \((\d+)(?: lines)?\))");
  std::ptrdiff_t total = 0;
  for (std::sregex_iterator found(readme.begin(), readme.end(), counted), end; found != end;
       ++found) {
    const std::string file = (*found)[1];
    const auto lines = std::ranges::count(read_text(root / file), '\n');
    EXPECT_EQ((*found)[2], std::to_string(lines)) << file;
    total += lines;
  }
  EXPECT_NEAR(static_cast<double>(total), 1000.0, 50.0) << "\"about 1,000 lines in all\"";
}

/// Under `optimizer` the schedule `better` ends at a lower mean validation loss than `worse`.
struct Order {
  std::string optimizer, better, worse;
};

/// A documented training, made smaller, and what it has to reach.
struct Claim {
  std::string command;
  std::map<std::string, std::string> smaller =
      {};  ///< options that replace or follow those of the command
  double least_accuracy =
      0.0;  ///< of the last evaluation; of a comparison: of each optimizer's best arm
  std::vector<Order> order = {};
  std::string before = {};  ///< a command that has to have been run, in the same folder
};

const std::string kImages = "fashion-mnist(train=2000, validation=1000)";

std::vector<Claim> claims() {
  const std::map<std::string, std::string> brief = {{"--data", kImages}, {"--epochs", "4"}};
  const std::string decay =
      R"~(anneal compare --optimizer "adam(lr=0.003)" --schedule constant --schedule cosine)~";
  std::map<std::string, std::string> again = brief;
  again["--out"] = "again";
  return {
      // README.md
      {.command =
           R"~(anneal train --optimizer "sgd(lr=0.1)" --schedule "step(every=10ep, gamma=0.1)" --epochs 30)~",
       .smaller = {{"--data", kImages}},
       .least_accuracy = 0.80},
      {.command =
           R"~(anneal compare --model "mlp(128, 128, 128, 128)" --batch-size 256 --epochs 4 --optimizer "sgd(lr=0.15, momentum=0.9)" --optimizer "adam(lr=0.02)" --schedule constant --schedule cosine --schedule "warmup(10%) then cosine" --out results/mine)~",
       .smaller = {{"--data", "fashion-mnist(train=20000, validation=2000)"}, {"--epochs", "3"}},
       .least_accuracy = 0.85,
       .order = {{"sgd(lr=0.15, momentum=0.9)", "cosine", "constant"},
                 {"adam(lr=0.02)", "cosine", "constant"},
                 {"adam(lr=0.02)", "warmup(10%) then cosine", "cosine"}}},
      {.command = R"~(anneal train --from results/train/run.toml)~",
       .smaller = again,
       .least_accuracy = 0.75,
       .before = "anneal train"},
      {.command =
           R"~(anneal train --epochs 2 --group "layers.0.*: lr=0.01, weight_decay=0, schedule=warmup(5%) then cosine" --group "layers.1.*: lr=0")~",
       .smaller = brief,
       .least_accuracy = 0.72},
      {.command =
           R"~(anneal train --epochs 2 --optimizer "adam(lr=0.003)" --average "ema(decay=0.99)" --summary)~",
       .smaller = brief,
       .least_accuracy = 0.75},
      {.command = R"~(anneal train --epochs 2 --batch-size 64 --accumulate 4 --clip 1)~",
       .smaller = {{"--data", kImages}, {"--epochs", "8"}},
       .least_accuracy = 0.72},
      // help texts
      {.command = R"~(anneal train)~", .smaller = brief, .least_accuracy = 0.75},
      {.command =
           R"~(anneal train --optimizer "adam(lr=0.003)" --schedule "warmup(5%) then cosine")~",
       .smaller = brief,
       .least_accuracy = 0.75},
      {.command =
           R"~(anneal train --optimizer "adam(lr=0.003)" --schedule "warmup(5%) then cosine" --epochs 5)~",
       .smaller = brief,
       .least_accuracy = 0.75},
      {.command =
           R"~(anneal train --optimizer "adamw(lr=0.003)" --schedule cosine --average ema --summary)~",
       .smaller = brief,
       .least_accuracy = 0.75},
      {.command =
           R"~(anneal train --group "layers.0.*: lr=0.01" --group "layers.2.*: weight_decay=0")~",
       .smaller = brief,
       .least_accuracy = 0.75},
      {.command = R"~(anneal train --from results/train/run.toml --seed 1)~",
       .smaller = again,
       .least_accuracy = 0.75,
       .before = "anneal train"},
      {.command =
           R"~(anneal train --data "moons" --model "mlp(16, 16)" --epochs 30 --out results/moons)~",
       .least_accuracy = 0.98},
      {.command = R"~(anneal compare)~",
       .smaller = {{"--data", kImages}, {"--epochs", "4"}},
       .least_accuracy = 0.79,
       .order = {{"sgd(lr=0.05, momentum=0.9)", "cosine", "constant"},
                 {"adam(lr=0.003)", "cosine", "constant"}}},
      {.command = decay,
       .smaller = brief,
       .least_accuracy = 0.79,
       .order = {{"adam(lr=0.003)", "cosine", "constant"}}},
      {.command = decay + " --schedule wsd --seeds 5 --epochs 5 --out results/decay",
       .smaller = brief,
       .least_accuracy = 0.79,
       .order = {{"adam(lr=0.003)", "cosine", "constant"}, {"adam(lr=0.003)", "wsd", "constant"}}},
      {.command =
           R"~(anneal compare --data moons --model "mlp(16, 16)" --batch-size 32 --epochs 20)~",
       .least_accuracy = 0.95},
  };
}

void PrintTo(const Claim& claim, std::ostream* out) {
  *out << claim.command;
}

Words smaller(const Claim& claim) {
  Words words = shell_words(claim.command);
  words.erase(words.begin());  // the program's name
  for (const auto& [option, value] : claim.smaller) {
    const auto found = std::ranges::find(words, option);
    if (found != words.end()) {
      *(found + 1) = value;
    } else {
      words.insert(words.end(), {option, value});
    }
  }
  words.insert(words.end(), {"--no-figures", "--quiet"});
  return words;
}

/// The folder that the only run or comparison below `results` has written.
std::filesystem::path written_by(const Words& words, const std::filesystem::path& folder) {
  const auto out = std::ranges::find(words, "--out");
  return folder / (out != words.end() ? *(out + 1) : "results/" + words.front());
}

TEST(Documented, EveryTrainingIsListedHereWithWhatItReaches) {
  std::set<Words> listed;
  for (const Claim& claim : claims()) {
    listed.insert(shell_words(claim.command));
  }
  for (const Words& command : documented_commands()) {
    EXPECT_TRUE(listed.contains(command)) << "no claim for: " << testing::PrintToString(command);
    listed.erase(command);
  }
  EXPECT_THAT(listed, testing::IsEmpty()) << "no document names these any more";
}

/// The last validation accuracy of a run.
double accuracy_of_run(const std::filesystem::path& folder) {
  return read_csv(folder / "evals.csv").numbers("val_accuracy").back();
}

/// Of a comparison, by optimizer and schedule: the mean over the seeds of a column of summary.csv.
std::map<std::string, std::map<std::string, double>> means_of(const std::filesystem::path& folder,
                                                              const char* column) {
  const CsvTable table = read_csv(folder / "summary.csv");
  const std::vector<double> values = table.numbers(column);
  std::map<std::string, std::map<std::string, std::vector<double>>> arms;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::vector<std::string>& row = table.rows[i];
    arms[row[table.index("optimizer")]][row[table.index("schedule")]].push_back(values[i]);
  }
  std::map<std::string, std::map<std::string, double>> means;
  for (const auto& [optimizer, schedules] : arms) {
    for (const auto& [schedule, of_seeds] : schedules) {
      means[optimizer][schedule] = std::accumulate(of_seeds.begin(), of_seeds.end(), 0.0) /
                                   static_cast<double>(of_seeds.size());
    }
  }
  return means;
}

class DocumentedTraining : public testing::TestWithParam<Claim> {};

TEST_P(DocumentedTraining, ReachesWhatIsSaidOfIt) {
#if defined(ANNEAL_SANITIZED)
  GTEST_SKIP() << "takes minutes when instrumented, and says the same";
#endif
  if (!std::filesystem::exists("/usr/share/datasets/fashion-mnist")) {
    GTEST_SKIP() << "needs Debian's dataset-fashion-mnist";
  }
  const Claim& claim = GetParam();
  const TemporaryFolder folder;
  if (!claim.before.empty()) {
    Claim before = {.command = claim.before, .smaller = claim.smaller};
    before.smaller.erase("--out");
    ASSERT_EQ(run_anneal(smaller(before), folder.path()).exit_code, 0);
  }
  const Words words = smaller(claim);
  const Outcome outcome = run_anneal(words, folder.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::filesystem::path written = written_by(words, folder.path());
  if (words.front() == "train") {
    EXPECT_GE(accuracy_of_run(written), claim.least_accuracy);
    return;
  }
  for (const auto& [optimizer, schedules] : means_of(written, "val_accuracy")) {
    double best = 0;
    for (const auto& [schedule, mean] : schedules) {
      best = std::max(best, mean);
    }
    EXPECT_GE(best, claim.least_accuracy) << optimizer;
  }
  const auto losses = means_of(written, "val_loss");
  for (const auto& [optimizer, better, worse] : claim.order) {
    EXPECT_LT(losses.at(optimizer).at(better), losses.at(optimizer).at(worse))
        << optimizer << ": " << better << ", " << worse;
  }
}

INSTANTIATE_TEST_SUITE_P(Commands,
                         DocumentedTraining,
                         testing::ValuesIn(claims()),
                         [](const auto& claim) { return "line" + std::to_string(claim.index); });

}}  // namespace anneal::cli
