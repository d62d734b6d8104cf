// docs/file_formats.md and what is written say the same, in both directions.
#include <algorithm>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "apps/records/run_folder.h"
#include "apps/records/run_toml.h"
#include "apps/records/study_folder.h"
#include "apps/records/summary.h"
#include "apps/run/rates.h"
#include "apps/run/settings.h"
#include "tests/support/temporary_folder.h"

namespace anneal { namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAreArray;
using ::testing::UnorderedElementsAreArray;
using testing_support::read_text;
using testing_support::TemporaryFolder;

using Names = std::vector<std::string>;
using TableRows = std::vector<std::vector<std::string>>;

Names lines_of(const std::string& text) {
  std::istringstream stream(text);
  Names lines;
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// The cells of a markdown table's row, without the spaces and back quotes around them.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line.substr(1));
  for (std::string cell; std::getline(stream, cell, '|');) {
    const std::size_t begin = std::min(cell.find_first_not_of(" `"), cell.size());
    cells.push_back(cell.substr(begin, cell.find_last_not_of(" `") + 1 - begin));
  }
  return cells;
}

/// The rows of the page's table whose header begins with `first` and that follows `heading`.
TableRows table_of_page(const std::string& heading, const std::string& first) {
  static const Names page =
      lines_of(read_text(fs::path(ANNEAL_TEST_DIR) / "../docs/file_formats.md"));
  auto line = std::ranges::find(page, heading);
  line = std::find_if(line, page.end(), [&](const std::string& text) {
    return text.starts_with("| " + first + " |");
  });
  TableRows rows;
  if (line == page.end()) {
    ADD_FAILURE() << "docs/file_formats.md has no table of " << first << " under " << heading;
    return rows;
  }
  for (line += 2; line != page.end() && line->starts_with("|"); ++line) {
    rows.push_back(cells_of(*line));
  }
  return rows;
}

/// The first column of such a table.
Names names_of_page(const std::string& heading, const std::string& first) {
  Names names;
  for (const auto& row : table_of_page(heading, first)) {
    names.push_back(row.at(0));
  }
  return names;
}

/// A run that has everything that a run can have.
RunHeader full_header() {
  RunHeader header;
  header.config.momentum_schedule = "cosine";
  header.config.weight_decay_schedule = "linear";
  header.config.updates = 8;
  header.config.clip_norm = 1;
  header.config.clip_value = 1;
  header.config.groups = {"a.*: lr=0.1"};
  header.config.average = "ema";
  header.config.checkpoint_every = "2it";
  header.config.init = "start.safetensors";
  header.expanded = {{"model", "mlp(256, 128)"}};
  header.files = {std::string(ANNEAL_TEST_DIR) + "/CMakeLists.txt"};
  header.class_names = {"cat", "dog"};
  header.loss_floor = 0.5;
  header.guessing_loss = 1.5;
  header.updates_per_epoch = 4;
  header.updates = 8;
  header.eval_every = 4;
  header.checkpoint_every = 2;
  header.log_every = 2;
  header.extra_columns = {"lr:PATTERN", "d"};
  return header;
}

class NothingToSee final : public RunView {
 public:
  std::int64_t step() const override { return 0; }
  bool at_end() const override { return true; }
  NamedArrays parameters() const override { return {}; }
  std::optional<NamedArrays> average() const override { return NamedArrays(); }
  NamedArrays state() const override { return {}; }
};

/// The names in the first line of a CSV file.
Names columns_of(const std::string& csv) {
  std::istringstream stream(csv.substr(0, csv.find('\n')));
  Names columns;
  for (std::string column; std::getline(stream, column, ',');) {
    columns.push_back(column);
  }
  return columns;
}

/// The folder of a run that was started, twice kept, and ended.
void make_folder(const fs::path& path) {
  RunFolder folder(path);
  const NothingToSee view;
  folder.start(full_header(), view);
  folder.pause(view);
  folder.pause(view);
  folder.end({});
}

TEST(FileFormats, ThePageNamesEveryFileOfARunsFolder) {
  const TemporaryFolder folder;
  make_folder(folder.path());
  Names files;
  for (const fs::directory_entry& file : fs::directory_iterator(folder.path())) {
    files.push_back(file.path().filename().string());
  }
  EXPECT_THAT(files, UnorderedElementsAreArray(names_of_page("## The folder of a run", "file")));
}

TEST(FileFormats, ThePageHasTheColumnsOfAllCsvFilesInTheirOrder) {
  const TemporaryFolder folder;
  make_folder(folder.path());
  EXPECT_THAT(columns_of(read_text(folder / "steps.csv")),
              ElementsAreArray(names_of_page("## steps.csv", "column")));
  EXPECT_THAT(columns_of(read_text(folder / "evals.csv")),
              ElementsAreArray(names_of_page("## evals.csv", "column")));

  write_summary_csv(folder / "summary.csv", {}, true);
  EXPECT_THAT(columns_of(read_text(folder / "summary.csv")),
              ElementsAreArray(names_of_page("## The folder of a comparison", "column")));

  const std::vector<Descent> descents(2);
  EXPECT_THAT(columns_of(descents_csv(descents)),
              ElementsAreArray(names_of_page("## anneal descend --csv", "column")));
}

/// The columns that the page does not give to all runs are left out where there is no cause.
TEST(FileFormats, APlainRunHasTheColumnsOfAllRunsAlone) {
  const TemporaryFolder folder;
  RunFolder run(folder.path());
  run.start({}, NothingToSee());
  for (const std::string name : {"steps.csv", "evals.csv"}) {
    Names common;
    for (const auto& row : table_of_page("## " + name, "column")) {
      if (row.at(2) == "all") {
        common.push_back(row.at(0));
      }
    }
    EXPECT_THAT(columns_of(read_text(folder / name)), ElementsAreArray(common)) << name;
  }
}

/// The keys of a TOML file by table; "" holds what stands above the first, and the tables.
std::map<std::string, Names> keys_of(const std::string& toml) {
  std::map<std::string, Names> keys;
  std::string table;
  for (const std::string& line : lines_of(toml)) {
    if (line.starts_with("[")) {
      table = line;
      keys[""].push_back(table);
    } else if (const std::size_t end = line.find(" = "); end != std::string::npos) {
      keys[table].push_back(line.substr(0, end));
    }
  }
  return keys;
}

TEST(FileFormats, ThePageHasTheTablesAndKeysOfCompareToml) {
  const Arms arms{.optimizers = {"sgd(lr=0.1)"}, .schedules = {"cosine"}, .seeds = 3};
  auto keys = keys_of(compare_toml(full_header(), arms, {"anneal", "compare"}));
  EXPECT_THAT(keys[""], ElementsAreArray(names_of_page("### compare.toml", "key")));
  EXPECT_THAT(keys["[arms]"], ElementsAreArray(names_of_page("#### [arms]", "key")));
  Names settings = names_of_page("### [run]", "setting");
  for (const std::string name : {"epochs", "optimizer", "schedule", "seed"}) {
    std::erase(settings, name);
  }
  EXPECT_THAT(keys["[run]"], ElementsAreArray(settings));
  Names resolved = names_of_page("### [resolved]", "key");
  std::erase(resolved, "base_lr");
  std::erase(resolved, "warnings");
  std::erase(resolved, "notes");
  EXPECT_THAT(keys["[resolved]"], ElementsAreArray(resolved));
}

TEST(FileFormats, ThePageHasTheTablesAndKeysOfRunToml) {
  auto keys = keys_of(run_toml(full_header(), {"anneal", "train"}));
  EXPECT_THAT(keys[""], ElementsAreArray(names_of_page("## run.toml", "key")));
  EXPECT_THAT(keys["[resolved]"], ElementsAreArray(names_of_page("### [resolved]", "key")));
  EXPECT_THAT(keys["[build]"], ElementsAreArray(names_of_page("### [build]", "key")));

  Names settings = names_of_page("### [run]", "setting");
  std::erase(settings, "epochs");  // this run has a length in updates
  EXPECT_THAT(keys["[run]"], ElementsAreArray(settings));
}

std::string kind_of(const Setting& setting) {
  if (std::holds_alternative<std::vector<std::string> RunConfig::*>(setting.field)) {
    return "a list of texts";
  }
  const bool text = setting.parameter.kind == spec::ValueKind::kExpr;
  return (text ? "a text" : spec::describe(setting.parameter)) +
         (setting.word_for_zero.empty() ? "" : ", or " + setting.word_for_zero);
}

TEST(FileFormats, ThePageSaysOfEverySettingWhatTheTableOfSettingsSays) {
  TableRows expected;
  for (const Setting& setting : run_settings()) {
    const std::string value = text_of(value_of(RunConfig(), setting));
    expected.push_back({setting.parameter.name, kind_of(setting), setting.unit,
                        value.empty() ? "none" : value, setting.option});
  }
  TableRows page = table_of_page("### [run]", "setting");
  for (std::vector<std::string>& row : page) {
    ASSERT_EQ(row.size(), 6U) << row.front();
    EXPECT_NE(row.back(), "") << row.front() << " has no meaning";
    row.pop_back();
  }
  EXPECT_THAT(page, ElementsAreArray(expected));
}

TEST(FileFormats, ThePageHasTheKeysOfSummaryJson) {
  RunResult result;
  result.evals = {{.average = AverageEval{}}};
  Names keys, keys_of_final;
  bool in_final = false;
  for (const std::string& line : lines_of(summary_json(full_header(), result))) {
    const std::size_t begin = line.find('"');
    const std::size_t end = line.find("\": ");
    if (begin == std::string::npos || end == std::string::npos) {
      continue;
    }
    const std::string key = line.substr(begin + 1, end - begin - 1);
    if (begin == 2) {
      keys.push_back(key);
      in_final = key == "final";
    } else if (in_final) {
      keys_of_final.push_back(key);
    }
  }
  EXPECT_THAT(keys, ElementsAreArray(names_of_page("## summary.json", "key")));
  EXPECT_THAT(keys_of_final, ElementsAreArray(names_of_page("## evals.csv", "column")));
}

TEST(FileFormats, ThePageHasTheKeysUnderWhichSchedulesKeepWhatTheyHear) {
  RunConfig config;
  const std::string listens = "plateau(metric=val_loss, factor=0.5, patience=3ev)";
  config.schedule = listens;
  config.momentum_schedule = listens;
  config.weight_decay_schedule = listens;
  config.groups = {"PATTERN: lr=0.1"};
  const RunRates rates(parse_schedules(config), {.lr = 0.1, .momentum = 0.9, .weight_decay = 0.1},
                       {.updates_per_epoch = Steps(4),
                        .total = Steps(8),
                        .evaluations = Evaluations(2),
                        .base = LearningRate(0.1)});
  Names keys;
  for (const auto& [key, text] : rates.feedback_state()) {
    keys.push_back(key);
  }
  EXPECT_THAT(keys, UnorderedElementsAreArray(
                        names_of_page("## checkpoint.safetensors", "schedule metadata")));
}

}}  // namespace anneal
