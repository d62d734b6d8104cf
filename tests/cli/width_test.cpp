#include <algorithm>
#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.h"

// Tables, plots and sentences are made for the terminal that is there.

namespace anneal::cli { namespace {

using testing::HasSubstr;

/// Columns of the longest line, without colours; the progress bar, which draws over itself, is not
/// looked at.
std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  for (std::string line : lines_of(text)) {
    line = std::regex_replace(line, std::regex("\033\\[[0-9;]*[mK]|\r"), "");
    const auto columns = std::ranges::count_if(
        line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    longest = std::max(longest, static_cast<std::size_t>(columns));
  }
  return longest;
}

const std::vector<std::string> kPreview = {
    "preview", "warmup(5%) then cosine", "--epochs", "10", "--lr", "0.123"};

TEST(Width, APreviewFitsATerminalOfFortyColumnsAndUsesOneOfAHundredAndTwenty) {
  const Outcome narrow = run_on_terminal(kPreview, ".", {}, 40);
  EXPECT_LE(longest_line(narrow.out), 40U) << narrow.out;
  EXPECT_THAT(narrow.out, HasSubstr("\n      updates  50\r"));  // a line for each number of a piece

  const Outcome wide = run_on_terminal(kPreview, ".", {}, 120);
  EXPECT_LE(longest_line(wide.out), 120U);
  EXPECT_GT(longest_line(wide.out), 110U) << wide.out;
}

TEST(Width, TrainAndCompareFitATerminalOfFortyColumns) {
  const TemporaryFolder folder;
  const std::vector<std::string> common = {"--data",    "moons", "--model",     "mlp(4)",
                                           "--updates", "30",    "--no-figures"};
  for (const std::string name : {"train", "compare"}) {
    std::vector<std::string> words = {name};
    words.insert(words.end(), common.begin(), common.end());
    words.insert(words.end(), {"--schedule", "warmup(5%) then cosine", "--out", name, "-q"});
    if (name == "train") {
      words.back() = "--dry-run";
    }
    const Outcome outcome = run_on_terminal(words, folder.path(), {}, 40);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
    for (const std::string& line : lines_of(outcome.out)) {
      // sentences about parts and folders are as long as those are
      if (line.find("samples") == std::string::npos && line.find(" in ") == std::string::npos &&
          !line.starts_with("  after") && !line.starts_with("optimizer") &&
          !line.starts_with("length") && !line.starts_with("dry run") &&
          line.find("mean +-") == std::string::npos) {
        EXPECT_LE(longest_line(line), 40U) << line;
      }
    }
  }
}

TEST(Width, ALogHasEightyColumns) {
  const Outcome log = run_anneal(kPreview);
  EXPECT_LE(longest_line(log.out), 80U);
  EXPECT_GT(longest_line(log.out), 75U);
}

TEST(Width, TheNamesOfAllCatalogues) {
  const Outcome list = run_anneal({"list"});
  EXPECT_EQ(list.exit_code, 0);
  EXPECT_LE(lines_of(list.out).size(), 100U);
  EXPECT_LE(longest_line(list.out), 80U);
  for (const std::string word :
       {"schedules, for --schedule", "cosine", "torch.StepLR", "nadam", "cnn", "rosenbrock"}) {
    EXPECT_THAT(list.out, HasSubstr(word));
  }
  EXPECT_GT(lines_of(run_anneal({"list", "all"}).out).size(), 400U);
}

}}  // namespace anneal::cli
