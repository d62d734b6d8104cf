#include "core/spec/arguments.h"

#include <stdexcept>

#include "core/spec/parse.h"
#include "core/text.h"

namespace anneal::spec {

const Arguments::Slot& Arguments::slot(std::string_view name) const {
  for (const Slot& candidate : slots_) {
    if (candidate.parameter.name == name) {
      return candidate;
    }
  }
  throw std::logic_error(join_text(name_, " has no parameter ", name));
}

const Arguments::Slot& Arguments::slot(std::string_view name, ValueKind kind) const {
  const Slot& found = slot(name);
  if (found.parameter.kind != kind) {
    throw std::logic_error(join_text(name_, ": parameter ", name, " is of another kind"));
  }
  if (!found.has) {
    throw std::logic_error(join_text(name_, ": parameter ", name, " was not given"));
  }
  return found;
}

double Arguments::number(std::string_view name) const {
  return slot(name, ValueKind::kNumber).value.number.value;
}
std::int64_t Arguments::integer(std::string_view name) const {
  return static_cast<std::int64_t>(slot(name, ValueKind::kInteger).value.number.value);
}
bool Arguments::flag(std::string_view name) const {
  return slot(name, ValueKind::kFlag).value.text == "true";
}
const std::string& Arguments::word(std::string_view name) const {
  const bool is_text = slot(name).parameter.kind == ValueKind::kText;
  return slot(name, is_text ? ValueKind::kText : ValueKind::kWord).value.text;
}
Number Arguments::length(std::string_view name) const {
  return slot(name, ValueKind::kLength).value.number;
}
std::int64_t Arguments::evaluations(std::string_view name) const {
  return static_cast<std::int64_t>(slot(name, ValueKind::kEvaluations).value.number.value);
}

namespace {

template <class Result, class Convert>
std::vector<Result> converted(const Expr& value, Convert convert) {
  std::vector<Result> result;
  if (!value.is_list()) {
    result.push_back(convert(value));
    return result;
  }
  for (const Expr& item : value.items) {
    result.push_back(convert(item));
  }
  return result;
}

}  // namespace

std::vector<double> Arguments::numbers(std::string_view name) const {
  return converted<double>(slot(name, ValueKind::kNumbers).value,
                           [](const Expr& e) { return e.number.value; });
}
std::vector<std::int64_t> Arguments::integers(std::string_view name) const {
  return converted<std::int64_t>(slot(name, ValueKind::kIntegers).value, [](const Expr& e) {
    return static_cast<std::int64_t>(e.number.value);
  });
}
std::vector<std::string> Arguments::words(std::string_view name) const {
  return converted<std::string>(slot(name, ValueKind::kWords).value,
                                [](const Expr& e) { return e.text; });
}
std::vector<Number> Arguments::lengths(std::string_view name) const {
  return converted<Number>(slot(name, ValueKind::kLengths).value,
                           [](const Expr& e) { return e.number; });
}

const Expr& Arguments::expr(std::string_view name) const {
  const Slot& found = slot(name);
  if (!found.has) {
    throw std::logic_error(join_text(name_, ": parameter ", name, " was not given"));
  }
  return found.value;
}

bool Arguments::given(std::string_view name) const {
  return slot(name).given;
}
bool Arguments::has(std::string_view name) const {
  return slot(name).has;
}

namespace {

// One way to write each value: "val_loss" as the word val_loss, a list of one as its member.
Expr plainest(const Expr& value, ValueKind kind) {
  const bool is_text = kind == ValueKind::kText || kind == ValueKind::kWord;
  if (is_text && value.is_string() && !value.text.empty()) {
    try {
      Expr plain = parse(value.text);
      if (plain.is_word() && plain.text == value.text) {
        plain.location = value.location;
        return plain;
      }
    } catch (const SpecError&) {
      return value;
    }
  }
  if (kind != ValueKind::kExpr && value.is_list() && value.items.size() == 1) {
    return Expr(value.items[0]);
  }
  return value;
}

}  // namespace

Expr Arguments::written(Defaults defaults) const {
  Expr result = spec::call(name_);
  result.location = location_;
  bool positional = true;
  for (const Slot& slot : slots_) {
    const Expr value = plainest(slot.value, slot.parameter.kind);
    const bool is_default =
        !slot.parameter.optional && !slot.parameter.default_text.empty() &&
        value == plainest(parse(slot.parameter.default_text), slot.parameter.kind);
    if (!slot.has || (is_default && defaults == Defaults::kLeftOut)) {
      positional = false;  // what comes after a gap needs its name
      continue;
    }
    const bool empty_list = slot.value.is_list() && slot.value.items.empty();
    positional = positional && (slot.parameter.positional || (slot.parameter.rest && !empty_list));
    if (positional && slot.parameter.rest && value.is_list()) {
      for (const Expr& item : value.items) {
        result.arguments.push_back({.value = item});
      }
      continue;
    }
    result.arguments.push_back(
        {.name = positional ? std::string() : slot.parameter.name, .value = value});
  }
  return result;
}

SpecError Arguments::error(std::string_view argument, const std::string& message) const {
  const Slot& found = slot(argument);
  return SpecError(join_text(name_, ": ", argument, ": ", message),
                   found.has ? found.value.location : location_);
}

SpecError Arguments::error(const std::string& message) const {
  return SpecError(join_text(name_, ": ", message), location_);
}

}  // namespace anneal::spec
