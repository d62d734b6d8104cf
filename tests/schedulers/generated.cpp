#include "tests/schedulers/generated.h"

#include <algorithm>
#include <optional>
#include <rapidcheck.h>
#include <vector>

#include "core/spec/bind.h"
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
namespace {

using spec::Expr;

// A multiple of 1/8 in the range, its ends included where they are allowed.
double number_in(const spec::Range& range) {
  const double low = std::max(range.low, -4.0);
  const double high = std::clamp(low + 8.0, low, range.high);
  const int eighths = *rc::gen::inRange(0, 65);
  double value = low + (high - low) * eighths / 64.0;
  if (!range.contains(value)) {
    value = low + (high - low) * 0.5;
  }
  return value;
}

Expr length_in(const spec::Range& range) {
  const int least = range.contains(0.0) ? 0 : 1;
  const int count = *rc::gen::inRange(least, 40);
  const auto unit =
      *rc::gen::element(spec::Unit::kUpdates, spec::Unit::kEpochs, spec::Unit::kPercent);
  return spec::number(unit == spec::Unit::kPercent ? count / 2.0 : count, unit);
}

template <class Make>
Expr list_of(int count, Make make) {
  std::vector<Expr> items;
  for (int i = 0; i < count; ++i) {
    items.push_back(make());
  }
  return spec::list(std::move(items));
}

std::optional<Expr> value_of(const spec::Parameter& parameter) {
  switch (parameter.kind) {
    case spec::ValueKind::kNumber:
      return spec::number(number_in(parameter.range));
    case spec::ValueKind::kInteger:
      return spec::number(std::floor(number_in(parameter.range)));
    case spec::ValueKind::kFlag:
      return spec::word(*rc::gen::element<std::string>("true", "false"));
    case spec::ValueKind::kWord:
      return spec::word(*rc::gen::elementOf(parameter.choices));
    case spec::ValueKind::kText:
      return spec::quoted(*rc::gen::element<std::string>("val_loss", "train loss", "then"));
    case spec::ValueKind::kLength:
      return length_in(parameter.range);
    case spec::ValueKind::kEvaluations:
      return spec::number(*rc::gen::inRange(0, 20), spec::Unit::kEvaluations);
    case spec::ValueKind::kNumbers:
      return list_of(2, [&] { return spec::number(number_in(parameter.range)); });
    case spec::ValueKind::kLengths:
      return spec::list({length_in(parameter.range)});
    default:
      return std::nullopt;
  }
}

// A random call; nothing if the arguments are refused together (an exponential climb from 0).
std::optional<Schedule> try_call(const ScheduleEntry& entry, bool with_length) {
  std::vector<spec::Argument> arguments;
  for (const spec::Parameter& parameter : entry.signature.parameters) {
    const bool is_length = parameter.name == entry.length_argument && parameter.optional;
    if (is_length || parameter.name == "file") {
      continue;
    }
    if (parameter.name == entry.inner.argument) {
      arguments.push_back({.name = parameter.name, .value = generated_piece(false).expr()});
      continue;
    }
    const bool required = parameter.default_text.empty() || parameter.name == "values";
    if (!required && *rc::gen::arbitrary<bool>()) {
      continue;
    }
    const auto value = parameter.name == "shape" && entry.signature.name == "warmup"
                           ? std::optional(spec::word(*rc::gen::element<std::string>(
                                 "linear", "cosine", "sqrt", "polynomial", "exponential")))
                           : value_of(parameter);
    if (value) {
      arguments.push_back({.name = parameter.name, .value = *value});
    }
  }
  const spec::Parameter* length = entry.signature.find(entry.length_argument);
  if (with_length && length != nullptr && length->optional) {
    arguments.push_back({.name = length->name,
                         .value = spec::number(*rc::gen::inRange(1, 60), spec::Unit::kUpdates)});
  }
  try {
    return make_schedule(spec::call(entry.signature.name, arguments), schedule_catalogue());
  } catch (const spec::SpecError&) {
    return std::nullopt;
  }
}

}  // namespace

Schedule generated_piece(bool with_length) {
  std::vector<const ScheduleEntry*> entries;
  for (const ScheduleEntry& entry : schedule_catalogue()) {
    if (entry.function_argument.empty() && (!with_length || !entry.length_argument.empty())) {
      entries.push_back(&entry);
    }
  }
  const ScheduleEntry* entry = *rc::gen::elementOf(entries);
  const std::optional<Schedule> schedule = try_call(*entry, with_length);
  return schedule ? *schedule : with_length ? constant(0.5, 3_it) : constant(0.5);
}

Schedule generated_schedule(int depth) {
  if (depth == 0) {
    return generated_piece(*rc::gen::arbitrary<bool>());
  }
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return generated_schedule(depth - 1).then(generated_schedule(depth - 1));
    case 1:
      return generated_schedule(depth - 1) * generated_schedule(depth - 1);
    case 2:
      return generated_schedule(depth - 1).by_epoch();
    default:
      return generated_piece(*rc::gen::arbitrary<bool>());
  }
}

FittingSchedule generated_fitting() {
  const RunPlan plan{.updates_per_epoch = Steps(*rc::gen::inRange(1, 30)),
                     .total = Steps(*rc::gen::inRange(1, 400))};
  for (int attempt = 0; attempt < 50; ++attempt) {
    Schedule schedule = generated_piece(false);
    const int before = *rc::gen::inRange(0, 3);
    for (int i = 0; i < before; ++i) {
      schedule = generated_piece(true).then(schedule);
    }
    if (*rc::gen::arbitrary<bool>()) {
      schedule = schedule * generated_piece(false);
    }
    if (*rc::gen::inRange(0, 4) == 0) {
      schedule = schedule.by_epoch();
    }
    try {
      resolve(schedule, plan);
      return {schedule, plan};
    } catch (const std::invalid_argument&) {
      continue;  // too long for this run
    }
  }
  return {constant(), plan};
}

}  // namespace anneal
