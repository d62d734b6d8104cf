#include "core/spec/expr.h"

#include <cmath>
#include <cstdint>
#include <utility>

#include "core/text.h"

namespace anneal::spec {
namespace {

// How tightly an operator binds; a looser expression inside a tighter place needs parentheses.
int tightness(const Expr& expr) {
  switch (expr.kind) {
    case Expr::Kind::kThen:
      return 0;
    case Expr::Kind::kProduct:
      return 1;
    case Expr::Kind::kByEpoch:
      return 2;
    default:
      return 3;
  }
}

void write(std::string& out, const Expr& expr);

void write_operand(std::string& out, const Expr& expr, int needed) {
  const bool parentheses = tightness(expr) < needed;
  out += parentheses ? "(" : "";
  write(out, expr);
  out += parentheses ? ")" : "";
}

void write_joined(std::string& out,
                  const std::vector<Expr>& items,
                  const char* separator,
                  int needed) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    out += i == 0 ? "" : separator;
    write_operand(out, items[i], needed);
  }
}

void write_quoted(std::string& out, const std::string& text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
  out += '"';
}

void write_call(std::string& out, const Expr& expr) {
  out += expr.text;
  if (expr.arguments.empty()) {
    return;
  }
  out += '(';
  for (std::size_t i = 0; i < expr.arguments.size(); ++i) {
    out += i == 0 ? "" : ", ";
    if (!expr.arguments[i].name.empty()) {
      out += expr.arguments[i].name + "=";
    }
    write(out, expr.arguments[i].value);
  }
  out += ')';
}

void write(std::string& out, const Expr& expr) {
  switch (expr.kind) {
    case Expr::Kind::kNumber:
      out += to_text(expr.number);
      break;
    case Expr::Kind::kString:
      write_quoted(out, expr.text);
      break;
    case Expr::Kind::kName:
      write_call(out, expr);
      break;
    case Expr::Kind::kList:
      out += '[';
      write_joined(out, expr.items, ", ", 0);
      out += ']';
      break;
    case Expr::Kind::kThen:
      write_joined(out, expr.items, " then ", 1);
      break;
    case Expr::Kind::kProduct:
      write_joined(out, expr.items, " * ", 2);
      break;
    case Expr::Kind::kByEpoch:
      write_operand(out, expr.items.at(0), 3);
      out += " by epoch";
      break;
  }
}

}  // namespace

const char* suffix(Unit unit) {
  switch (unit) {
    case Unit::kUpdates:
      return "it";
    case Unit::kEpochs:
      return "ep";
    case Unit::kPercent:
      return "%";
    case Unit::kEvaluations:
      return "ev";
    case Unit::kNone:
      break;
  }
  return "";
}

std::string to_text(const Number& number) {
  // Whole numbers without an exponent: 100000it, not the equally short 1e+05it.
  constexpr double kLongestWhole = 1e15;
  const bool whole =
      number.value == std::floor(number.value) && std::abs(number.value) < kLongestWhole;
  const std::string digits = whole && number.value != 0.0
                                 ? anneal::to_text(static_cast<std::int64_t>(number.value))
                                 : anneal::to_text(number.value);  // which keeps the sign of -0
  return digits + suffix(number.unit);
}

bool Expr::is_word() const {
  return is_name() && arguments.empty();
}

bool operator==(const Expr& a, const Expr& b) {
  return a.kind == b.kind && a.number == b.number && a.text == b.text && a.items == b.items &&
         a.arguments == b.arguments;
}

Expr::Expr(Kind what, Location where) : kind(what), location(std::move(where)) {}

Expr number(double value, Unit unit) {
  Expr result(Expr::Kind::kNumber);
  result.number = {value, unit};
  return result;
}
Expr word(std::string text) {
  return call(std::move(text));
}
Expr quoted(std::string text) {
  Expr result(Expr::Kind::kString);
  result.text = std::move(text);
  return result;
}
Expr list(std::vector<Expr> items) {
  Expr result(Expr::Kind::kList);
  result.items = std::move(items);
  return result;
}
Expr call(std::string name) {
  return call(std::move(name), {});
}
Expr call(std::string name, std::vector<Argument> arguments) {
  Expr result(Expr::Kind::kName);
  result.text = std::move(name);
  result.arguments = std::move(arguments);
  return result;
}

std::string print(const Expr& expr) {
  std::string out;
  write(out, expr);
  return out;
}

std::string brief(const Expr& expr, std::size_t limit) {
  std::string text = print(expr);
  if (text.size() > limit) {
    while (limit > 0 && (text[limit] & 0xc0) == 0x80) {
      --limit;  // never cut a UTF-8 character in two
    }
    text.resize(limit);
    text += "...";
  }
  return text;
}

}  // namespace anneal::spec
