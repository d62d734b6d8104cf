#include "core/spec/signature.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/spec/error.h"
#include "core/text.h"

namespace anneal::spec {
namespace {

std::string with_range(const std::string& what, const Range& range) {
  const std::string limits = to_text(range);
  return limits.empty() ? what : what + " " + limits;
}

}  // namespace

bool Range::contains(double value) const {
  return (low_open ? value > low : value >= low) && (high_open ? value < high : value <= high);
}

Range anything() {
  return {};
}
Range at_least(double low) {
  return {.low = low};
}
Range above(double low) {
  return {.low = low, .low_open = true};
}
Range between(double low, double high) {
  return {.low = low, .high = high};
}
Range below_from(double low, double high) {
  return {.low = low, .high = high, .high_open = true};
}
Range strictly_between(double low, double high) {
  return {.low = low, .high = high, .low_open = true, .high_open = true};
}

std::string to_text(const Range& range) {
  const bool below = range.high < std::numeric_limits<double>::max();
  const bool above_low = range.low > -std::numeric_limits<double>::max();
  if (below && above_low) {
    return join_text("in ", range.low_open ? '(' : '[', range.low, ", ", range.high,
                     range.high_open ? ')' : ']');
  }
  if (below) {
    return join_text(range.high_open ? "< " : "<= ", range.high);
  }
  if (above_low) {
    return join_text(range.low_open ? "> " : ">= ", range.low);
  }
  return "";
}

std::vector<Synonym> called(std::vector<std::string> names, std::vector<Synonym> more) {
  for (std::string& name : names) {
    more.push_back({.name = std::move(name)});
  }
  return more;
}

std::vector<Synonym> unlike(const std::vector<std::string>& names,
                            const std::string& instead,
                            const std::string& because) {
  std::vector<Synonym> synonyms;
  for (const std::string& name : names) {
    synonyms.push_back({.name = name, .instead = instead, .because = because});
  }
  return synonyms;
}

const Parameter* Signature::find(const std::string& parameter) const {
  for (const Parameter& candidate : parameters) {
    if (candidate.name == parameter) {
      return &candidate;
    }
  }
  return nullptr;
}

std::string usage(const Signature& signature) {
  std::string text;
  for (const Parameter& parameter : signature.parameters) {
    text += text.empty() ? "" : ", ";
    text += parameter.name;
    text += parameter.rest ? "..." : "";
    text += parameter.default_text.empty() ? "" : "=" + parameter.default_text;
  }
  return text.empty() ? signature.name : signature.name + "(" + text + ")";
}

std::string describe(const Parameter& parameter) {
  switch (parameter.kind) {
    case ValueKind::kNumber:
      return with_range("a number", parameter.range);
    case ValueKind::kInteger:
      return with_range("a whole number", parameter.range);
    case ValueKind::kFlag:
      return "true or false";
    case ValueKind::kWord:
      return parameter.choices.empty() ? "a word" : "one of: " + joined(parameter.choices);
    case ValueKind::kText:
      return "a word or a \"quoted text\"";
    case ValueKind::kLength:
      return "a length such as 500it, 10ep or 5%";
    case ValueKind::kEvaluations:
      return "a number of evaluations such as 3ev";
    case ValueKind::kNumbers:
      return with_range("numbers such as [1, 0.5]", parameter.range);
    case ValueKind::kIntegers:
      return with_range("whole numbers such as [256, 128]", parameter.range);
    case ValueKind::kWords:
      return parameter.choices.empty() ? "words such as [a, b]"
                                       : "words out of: " + joined(parameter.choices);
    case ValueKind::kLengths:
      return "lengths such as [30ep, 60ep]";
    case ValueKind::kExpr:
      return "a nested specification";
  }
  return "";
}

namespace {

constexpr double kLargestInteger = 9007199254740992.0;  // 2^53: above it doubles skip integers

bool is_flag(const Expr& value) {
  return value.is_word() && (value.text == "true" || value.text == "false");
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
    if (!parameter_.choices.empty() && std::ranges::count(parameter_.choices, value.text) == 0) {
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

void check_value(const Expr& value, const Parameter& parameter, const std::string& owner) {
  Checker(owner, parameter).check(value);
}

}  // namespace anneal::spec
