#include "schedulers/entry.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "schedulers/catalogue.h"

namespace anneal {

std::vector<spec::Synonym> absolute_rates(const std::vector<std::string>& names,
                                          const std::string& argument) {
  return spec::unlike(names, argument + "={x10}",
                      "`" + argument + "` is a share of the base rate; for a base rate of 0.1");
}

spec::Parameter for_parameter() {
  return {.name = "for",
          .kind = spec::ValueKind::kLength,
          .default_text = "open",
          .help = "length; open: what the other pieces leave",
          .optional = true,
          .synonyms = spec::unlike(
              {"T_max", "t_max", "total_iters", "total_steps", "length", "duration",
               "num_training_steps", "decay_steps", "transition_steps", "steps", "epochs"},
              "for={}", "how long it takes is `for` here")};
}

spec::Parameter from_parameter(const char* default_text) {
  return {.name = "from",
          .default_text = default_text,
          .range = spec::at_least(0.0),
          .help = "multiplier at the first update",
          .synonyms = spec::unlike({"start_factor"}, "from={}, to=1",
                                   "PyTorch's LinearLR climbs to 1, and this falls to 0")};
}

spec::Parameter to_parameter(const char* default_text) {
  return {
      .name = "to",
      .default_text = default_text,
      .range = spec::at_least(0.0),
      .help = "multiplier at the end",
      .synonyms = spec::called(
          {"alpha", "end_factor", "min_lr_ratio", "min_lr_rate", "min_lr_factor", "final_lr_frac"},
          absolute_rates({"eta_min", "min_lr", "end_lr", "lr_end", "lr_min", "final_lr",
                          "end_value", "end_learning_rate"},
                         "to"))};
}

spec::Parameter endpoint_parameter() {
  return {.name = "endpoint",
          .kind = spec::ValueKind::kFlag,
          .default_text = "false",
          .help = "true: the last update uses exactly `to`; false: the one after it would"};
}

CallBuilder& CallBuilder::expr(const char* name, const spec::Expr& value) {
  arguments_.push_back({.name = name, .value = value});
  return *this;
}
CallBuilder& CallBuilder::number(const char* name, double value) {
  return expr(name, spec::number(value));
}
CallBuilder& CallBuilder::flag(const char* name, bool value) {
  return expr(name, spec::word(value ? "true" : "false"));
}
CallBuilder& CallBuilder::word(const char* name, const std::string& value) {
  return expr(name, spec::word(value));
}
CallBuilder& CallBuilder::length(const char* name, const Length& value) {
  return expr(name, spec::number(value.number().value, value.number().unit));
}
CallBuilder& CallBuilder::length(const char* name, const std::optional<Length>& value) {
  return value ? length(name, *value) : *this;
}
CallBuilder& CallBuilder::evaluations(const char* name, Evaluations value) {
  return expr(name, spec::number(static_cast<double>(value.count()), spec::Unit::kEvaluations));
}
CallBuilder& CallBuilder::numbers(const char* name, const std::vector<double>& values) {
  std::vector<spec::Expr> items;
  items.reserve(values.size());
  for (const double value : values) {
    items.push_back(spec::number(value));
  }
  return expr(name, spec::list(std::move(items)));
}
CallBuilder& CallBuilder::lengths(const char* name, const std::vector<Length>& values) {
  std::vector<spec::Expr> items;
  items.reserve(values.size());
  for (const Length& value : values) {
    items.push_back(spec::number(value.number().value, value.number().unit));
  }
  return expr(name, spec::list(std::move(items)));
}

CallBuilder& CallBuilder::inner(const Schedule& schedule) {
  functions_ = schedule.functions();
  vocabulary_ = schedule.vocabulary();
  return expr("", schedule.expr());
}
CallBuilder& CallBuilder::function(StepFunctionPtr function) {
  expr("", spec::number(static_cast<double>(functions_.size())));
  functions_.push_back(std::move(function));
  return *this;
}

Schedule CallBuilder::schedule() const {
  return schedule(schedule_catalogue());
}
Schedule CallBuilder::schedule(const ScheduleCatalogue& words) const {
  return make_schedule(call(), words, functions_, vocabulary_);
}

namespace {

// What people give a schedule that belongs to the optimizer.
std::vector<spec::Synonym> base_rates() {
  return spec::unlike({"lr", "learning_rate", "initial_learning_rate", "base_lr", "max_lr",
                       "peak_lr", "peak_value", "init_value"},
                      "",
                      "the base rate is not the schedule's: it is in sgd(lr=0.1), or a preview's "
                      "--lr");
}

}  // namespace

std::vector<spec::Skipped> pasted_arguments() {
  return {{.name = "optimizer", .first = true},
          {.name = "last_epoch", .value = "-1", .otherwise = "a run begins at its begin"},
          {.name = "verbose"}};
}

const ScheduleCatalogue& schedule_catalogue() {
  static const ScheduleCatalogue kTable = [] {
    ScheduleCatalogue table;
    for (auto* entry : kScheduleEntries) {
      table.push_back(entry());
      spec::Signature& signature = table.back().signature;
      signature.skipped = pasted_arguments();
      if (!signature.parameters.empty()) {
        std::vector<spec::Synonym>& synonyms = signature.parameters.front().synonyms;
        std::ranges::copy(base_rates(), std::back_inserter(synonyms));
      }
    }
    return table;
  }();
  return kTable;
}

std::vector<spec::Expr*> values_of(spec::Expr& call,
                                   const spec::Signature& signature,
                                   const std::string& parameter) {
  std::vector<spec::Expr*> values;
  std::size_t position = 0;
  for (spec::Argument& argument : call.arguments) {
    // What was given by position stands first, in the order of the signature.
    const spec::Parameter* by_position =
        argument.name.empty() ? &signature.parameters.at(position) : nullptr;
    if ((by_position != nullptr ? by_position->name : argument.name) == parameter) {
      values.push_back(&argument.value);
    }
    position += by_position != nullptr && !by_position->rest ? 1 : 0;
  }
  return values;
}

std::vector<spec::Expr*> inner_schedules(spec::Expr& call, const ScheduleEntry& entry) {
  std::vector<spec::Expr*> schedules = values_of(call, entry.signature, entry.inner.argument);
  std::erase_if(schedules,
                [&](const spec::Expr* value) { return entry.inner.or_rate && value->is_number(); });
  return schedules;
}

}  // namespace anneal
