#include <algorithm>
#include <cmath>

#include "core/spec/error.h"
#include "core/spec/names.h"
#include "core/spec/signature.h"
#include "core/text.h"

namespace anneal::spec {
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
