#include "apps/cli/commands/families.h"

#include <algorithm>
#include <utility>

#include "core/spec/error.h"
#include "core/storage/file.h"
#include "core/text.h"
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
  return {{"schedules",
           "--schedule",
           "schedule",
           {"scheduler", "schedulers", "lr_schedulers"},
           entries(schedule_words())},
          {"optimizers", "--optimizer", "optimizer", {"optim", "optimisers"}, optimizers()},
          {"averages", "--average", "average", {"averaging"}, entries(average_catalogue())},
          {"models", "--model", "model", {"networks"}, entries(model_catalogue())},
          {"data",
           "--data",
           "data set",
           {"dataset", "datasets", "data-sets"},
           entries(data_catalogue())},
          {"functions", "anneal descend", "function", {"problems"}, functions()}};
}

spec::Names Family::names() const {
  spec::Names names;
  names.reserve(entries.size());
  for (const FamilyEntry& entry : entries) {
    names.push_back(&entry.signature);
  }
  return names;
}

std::vector<Listed> find_in(const std::vector<Family>& all, const std::string& name) {
  std::vector<Listed> called;
  std::vector<Listed> ending;
  for (const Family& family : all) {
    const spec::Names names = family.names();
    if (const auto found = spec::find_name(name, names)) {
      called.push_back({&family, &family.entries[*found]});
    }
    const spec::Names like = spec::names_ending_like(name, names);
    for (const FamilyEntry& entry : family.entries) {
      if (std::ranges::count(like, &entry.signature) > 0) {
        ending.push_back({&family, &entry});
      }
    }
  }
  return called.empty() ? ending : called;
}

std::string message_of_other_family(const spec::SpecError& error,
                                    const std::function<bool(const std::string&)>& has_option) {
  const spec::SpecErrorDetails& details = error.details();
  if (!details.call) {
    return "";
  }
  const std::vector<Family> all = families();
  const spec::Expr& call = *details.call;
  const auto is_own = [&](const Family& family) { return family.one == details.family; };
  if (std::ranges::none_of(all, is_own)) {
    return "";  // a part of a specification: the shape of a warmup
  }
  const Family* other = nullptr;
  std::string what = call.is_name() ? call.text : spec::brief(call);
  if (call.is_name()) {
    for (const Listed& listed : find_in(all, call.text)) {
      if (is_own(*listed.family)) {
        return "";
      }
      other = other == nullptr ? listed.family : other;
    }
  } else if (!call.is_number() && !call.is_string() && !call.is_list() &&
             details.family != all.front().one) {
    other = &all.front();  // a then b, a * b, a by epoch: only schedules are put together
  }
  if (other == nullptr) {
    return "";
  }
  const std::string article = other->one.find_first_of("aeiou") == 0 ? "an " : "a ";
  const bool fits = has_option(other->option);
  const std::string where = fits ? "give it by " + other->option
                            : other->option.starts_with("--")
                                ? "it is " + other->option + " of anneal train"
                                : "it is for " + other->option;
  return join_text("unknown ", details.family, " ", what, ": it is ", article, other->one, " (",
                   where, ")");
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
