#include "core/spec/signature.h"

#include "core/spec/names.h"
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

}  // namespace anneal::spec
