#include "apps/cli/commands/families.h"

#include <algorithm>
#include <utility>

#include "core/storage/file.h"
#include "data/catalogue.h"
#include "models/catalogue.h"
#include "models/problems/catalogue.h"
#include "optim/catalogue.h"
#include "schedulers/catalogue.h"
#include "schedulers/dialects/dialects.h"

namespace anneal::cli {
namespace {

template <class Row>
std::vector<FamilyEntry> entries(const std::vector<Row>& table) {
  std::vector<FamilyEntry> list;
  list.reserve(table.size());
  for (const Row& row : table) {
    list.push_back({.signature = row.signature});
  }
  return list;
}

std::vector<FamilyEntry> optimizers() {
  std::vector<FamilyEntry> list;
  for (const OptimizerEntry& row : optimizer_catalogue()) {
    FamilyEntry entry{.signature = row.signature,
                      .notes = {"keeps " + row.state, "where the rate enters: " + row.rate_enters}};
    if (!row.warning.empty()) {
      entry.notes.push_back("beware: " + row.warning);
    }
    list.push_back(std::move(entry));
  }
  return list;
}

/// Those that can be functions of the plane: they have a start in it.
std::vector<FamilyEntry> functions() {
  std::vector<FamilyEntry> list;
  for (const ProblemEntry& row : problem_catalogue()) {
    if (row.signature.find("start") != nullptr) {
      list.push_back({.signature = row.signature, .notes = {}});
    }
  }
  return list;
}

}  // namespace

const ScheduleCatalogue& schedule_words() {
  static const ScheduleCatalogue kWords =
      with_files(dialect_catalogue(), [](const std::string& path) { return read_file(path); });
  return kWords;
}

std::vector<Family> families() {
  return {{"schedules", "--schedule", entries(schedule_words())},
          {"optimizers", "--optimizer", optimizers()},
          {"averages", "--average", entries(average_catalogue())},
          {"models", "--model", entries(model_catalogue())},
          {"data", "--data", entries(data_catalogue())},
          {"functions", "anneal descend", functions()}};
}

GalleryTexts gallery_texts() {
  GalleryTexts texts;
  for (const ScheduleEntry& entry : schedule_catalogue()) {
    if (!entry.function_argument.empty()) {
      continue;  // for C++ only
    }
    const bool needs_arguments =
        std::ranges::any_of(entry.signature.parameters, [](const spec::Parameter& parameter) {
          return parameter.default_text.empty() && !parameter.optional;
        });
    if (!entry.example.empty()) {
      texts.schedules.push_back(entry.example);
    } else if (!needs_arguments) {
      texts.schedules.push_back(entry.signature.name);
    } else {
      texts.missing.push_back(entry.signature.name);
    }
  }
  return texts;
}

}  // namespace anneal::cli
