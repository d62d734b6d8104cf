#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace anneal::spec {

/// What stands behind a number: 500it (updates), 10ep (epochs), 5% (of the run), 3ev (evaluations).
enum class Unit { kNone, kUpdates, kEpochs, kPercent, kEvaluations };

/// "it", "ep", "%", "ev"; nothing for kNone.
const char* suffix(Unit unit);

/// A number as written: 5% is {5, kPercent}, 1/25 is {0.04, kNone}.
struct Number {
  double value = 0.0;
  Unit unit = Unit::kNone;
  friend bool operator==(const Number&, const Number&) = default;
};

std::string to_text(const Number& number);

/// Where an expression stands in the text it was read from; empty for one built in C++.
/// Two expressions are equal wherever they were written, so locations always compare equal.
struct Location {
  std::shared_ptr<const std::string> source;
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const Location&, const Location&) { return true; }
};

struct Argument;

/// A parsed specification: the tree behind texts such as `adam(lr=1e-3)` or
/// `warmup(500it) then cosine(to=0.01)`. A plain value; == compares what is meant, not where it
/// stood.
struct Expr {
  enum class Kind {
    kNumber,   ///< number
    kString,   ///< text: "quoted"
    kName,     ///< text(arguments...): a call, or a word such as linear, true, inf
    kList,     ///< items: [a, b]
    kThen,     ///< items: a then b then c
    kProduct,  ///< items: a * b
    kByEpoch,  ///< items[0] by epoch
  };

  explicit Expr(Kind what = Kind::kNumber, Location where = {});

  Kind kind;
  Number number;
  std::string text;
  std::vector<Expr> items;
  std::vector<Argument> arguments;
  Location location;
  /// What stands in the file that `text` names, where the owner of the grammar has read it: no part
  /// of what was written, so neither compared nor printed.
  std::shared_ptr<const std::vector<double>> file_numbers;

  bool is_number() const { return kind == Kind::kNumber; }
  bool is_string() const { return kind == Kind::kString; }
  bool is_name() const { return kind == Kind::kName; }
  bool is_list() const { return kind == Kind::kList; }
  /// A name without arguments.
  bool is_word() const;

  friend bool operator==(const Expr&, const Expr&);
};

/// One argument of a call; `name` is empty when it was given by position.
struct Argument {
  std::string name = {};
  Expr value = Expr();
  Location name_location = {};
  friend bool operator==(const Argument&, const Argument&) = default;
};

/// Expressions built in C++ rather than read from text.
Expr number(double value, Unit unit = Unit::kNone);
Expr word(std::string text);
Expr quoted(std::string text);
Expr list(std::vector<Expr> items);
Expr call(std::string name);
Expr call(std::string name, std::vector<Argument> arguments);

/// The canonical text: parse(print(x)) == x for every x that parse() can return.
///
/// One space around operators and after commas, no needless parentheses, `name` for `name()`,
/// numbers as the shortest decimal that reads back exactly.
std::string print(const Expr& expr);

/// print(), cut to about `limit` characters: for error messages.
std::string brief(const Expr& expr, std::size_t limit = 60);

}  // namespace anneal::spec
