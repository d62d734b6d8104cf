#include "core/spec/bind.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "core/spec/parse.h"
#include "core/text.h"

namespace anneal::spec {
namespace {

constexpr double kLargestInteger = 9007199254740992.0;  // 2^53: above it doubles skip integers

bool is_flag(const Expr& value) {
  return value.is_word() && (value.text == "true" || value.text == "false");
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
  for (const std::string& candidate : words) {
    if (candidate == word) {
      return true;
    }
  }
  return false;
}

std::vector<std::string> names(const Signature& signature) {
  std::vector<std::string> result;
  for (const Parameter& parameter : signature.parameters) {
    result.push_back(parameter.name);
  }
  return result;
}

// Checks one value, or one member of a list, and says what is wrong with it.
class Checker final {
 public:
  Checker(const std::string& owner, const Parameter& parameter)
      : owner_(owner), parameter_(parameter) {}

  void check(const Expr& value) const {
    switch (parameter_.kind) {
      case ValueKind::kNumber:
        return number(value);
      case ValueKind::kInteger:
        return integer(value);
      case ValueKind::kFlag:
        return require(is_flag(value), value);
      case ValueKind::kWord:
        return word(value);
      case ValueKind::kText:
        return require(value.is_word() || value.is_string(), value);
      case ValueKind::kLength:
        return length(value);
      case ValueKind::kEvaluations:
        return evaluations(value);
      case ValueKind::kNumbers:
        return each(value, &Checker::number);
      case ValueKind::kIntegers:
        return each(value, &Checker::integer);
      case ValueKind::kWords:
        return each(value, &Checker::word);
      case ValueKind::kLengths:
        return each(value, &Checker::length);
      case ValueKind::kExpr:
        return;
    }
  }

 private:
  void number(const Expr& value) const {
    require(value.is_number(), value);
    if (value.number.unit != Unit::kNone) {
      fail(value, join_text(parameter_.name, " is ", to_text(value.number),
                            ", but it is a plain number without a unit"));
    }
    range(value);
  }

  void integer(const Expr& value) const {
    number(value);
    const double n = value.number.value;
    require(n == std::floor(n) && std::abs(n) < kLargestInteger, value);
  }

  void word(const Expr& value) const {
    require(value.is_word() || value.is_string(), value);
    if (!parameter_.choices.empty() && !contains(parameter_.choices, value.text)) {
      fail(value, join_text(parameter_.name, ": unknown choice ", value.text,
                            closest(value.text, parameter_.choices)
                                ? did_you_mean(value.text, parameter_.choices)
                                : " (one of: " + joined(parameter_.choices) + ")"));
    }
  }

  void length(const Expr& value) const {
    require(value.is_number(), value);
    const std::string n = anneal::to_text(value.number.value);
    if (value.number.unit == Unit::kNone) {
      fail(value,
           join_text(n, " what? write ", n, "it (updates), ", n, "ep (epochs) or 5% (of the run)"));
    }
    if (value.number.unit == Unit::kEvaluations) {
      fail(value, join_text(parameter_.name, " is ", to_text(value.number),
                            ", but evaluations "
                            "measure patience only: write ",
                            n, "it (updates), ", n, "ep (epochs) or 5% (of the run)"));
    }
    if (!(value.number.value >= 0.0) || std::isinf(value.number.value)) {
      fail(value, join_text(parameter_.name, " is ", to_text(value.number),
                            ", but a length is not negative"));
    }
    range(value);
    if (value.number.unit == Unit::kUpdates) {
      const bool whole = value.number.value == std::floor(value.number.value);
      if (!whole || value.number.value > kLargestInteger) {
        fail(value, join_text(parameter_.name, " is ", to_text(value.number),
                              ", but updates are counted in whole numbers up to 2^53"));
      }
    }
  }

  void evaluations(const Expr& value) const {
    require(value.is_number(), value);
    const std::string n = anneal::to_text(value.number.value);
    if (value.number.unit != Unit::kEvaluations) {
      fail(value, join_text(parameter_.name, " is ", to_text(value.number),
                            ", but it is counted in evaluations: write ", n, "ev"));
    }
    const double count = value.number.value;
    if (!(count >= 0.0 && count == std::floor(count) && count < kLargestInteger)) {
      fail(value, join_text(parameter_.name, " is ", to_text(value.number),
                            ", but evaluations are counted in whole numbers from 0"));
    }
    range(value);
  }

  void each(const Expr& value, void (Checker::*check_one)(const Expr&) const) const {
    if (!value.is_list()) {
      (this->*check_one)(value);
      return;
    }
    for (const Expr& item : value.items) {
      (this->*check_one)(item);
    }
  }

  void range(const Expr& value) const {
    if (!parameter_.range.contains(value.number.value)) {
      const std::string limits = to_text(parameter_.range);
      const bool finite = std::isfinite(value.number.value);
      fail(value, join_text(parameter_.name, " must be ", finite ? "" : "finite",
                            finite || limits.empty() ? "" : " and ", limits, ", got ",
                            to_text(value.number)));
    }
  }

  void require(bool holds, const Expr& value) const {
    if (!holds) {
      fail(value, join_text(parameter_.name, " is ", brief(value), ", but it must be ",
                            describe(parameter_)));
    }
  }

  [[noreturn]] void fail(const Expr& value, const std::string& message) const {
    throw SpecError(owner_ + ": " + message, value.location);
  }

  const std::string& owner_;
  const Parameter& parameter_;
};

}  // namespace

Arguments bind(const Expr& call, const Signature& signature) {
  if (!call.is_name()) {
    throw SpecError(join_text("expected a name such as ", signature.name, ", got ", brief(call)),
                    call.location);
  }
  Arguments result;
  result.name_ = signature.name;
  result.location_ = call.location;
  for (const Parameter& parameter : signature.parameters) {
    result.slots_.push_back({.parameter = parameter});
  }
  auto& slots = result.slots_;

  std::size_t next = 0;
  bool named = false;
  for (const Argument& argument : call.arguments) {
    Arguments::Slot* slot = nullptr;
    if (argument.name.empty()) {
      if (named) {
        throw SpecError(join_text(signature.name, ": ", brief(argument.value),
                                  " stands after a named argument: give it a name too"),
                        argument.value.location);
      }
      if (next == slots.size()) {
        throw SpecError(join_text(signature.name, ": ", brief(argument.value),
                                  " is one argument too many (", usage(signature), ")"),
                        argument.value.location);
      }
      slot = &slots[next];
      if (slot->parameter.rest) {
        if (!slot->given) {
          slot->value = list({});
          slot->value.location = argument.value.location;
        }
        // mlp(256, 128), and mlp([256, 128]) alike
        const bool whole_list = argument.value.is_list() && slot->value.items.empty();
        if (whole_list) {
          slot->value = argument.value;
          ++next;
        } else {
          slot->value.items.push_back(argument.value);
        }
        slot->given = slot->has = true;
        continue;
      }
      ++next;
    } else {
      named = true;
      for (Arguments::Slot& candidate : slots) {
        if (candidate.parameter.name == argument.name) {
          slot = &candidate;
        }
      }
      if (slot == nullptr) {
        throw SpecError(
            join_text(
                signature.name, ": unknown argument ", argument.name.substr(0, 60),
                slots.empty() ? " (it takes none)" : did_you_mean(argument.name, names(signature))),
            argument.name_location);
      }
      if (slot->given) {
        throw SpecError(join_text(signature.name, ": ", argument.name, " is given twice: first as ",
                                  brief(slot->value), ", then as ", brief(argument.value)),
                        argument.name_location);
      }
    }
    slot->value = argument.value;
    slot->given = slot->has = true;
  }

  for (Arguments::Slot& slot : slots) {
    if (!slot.given && !slot.parameter.optional) {
      if (slot.parameter.default_text.empty()) {
        throw SpecError(join_text(signature.name, ": ", slot.parameter.name, " is missing: ",
                                  describe(slot.parameter), " (", usage(signature), ")"),
                        call.location);
      }
      slot.value = parse(slot.parameter.default_text);
      slot.value.location = call.location;
      slot.has = true;
    }
    if (slot.has) {
      Checker(signature.name, slot.parameter).check(slot.value);
    }
  }
  return result;
}

SpecError unknown_name(const Expr& call,
                       std::string_view family,
                       const std::vector<std::string>& known) {
  if (!call.is_name()) {
    return SpecError(join_text("expected the name of a ", family, ", got ", brief(call)),
                     call.location);
  }
  Location location = call.location;
  location.end = std::min(location.end, location.begin + call.text.size());
  return SpecError(
      join_text("unknown ", family, " ", call.text.substr(0, 60), did_you_mean(call.text, known)),
      location);
}

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

Expr Arguments::canonical() const {
  Expr result = spec::call(name_);
  result.location = location_;
  bool positional = true;
  for (const Slot& slot : slots_) {
    const Expr value = plainest(slot.value, slot.parameter.kind);
    const bool is_default =
        !slot.parameter.optional && !slot.parameter.default_text.empty() &&
        value == plainest(parse(slot.parameter.default_text), slot.parameter.kind);
    if (!slot.has || is_default) {
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
