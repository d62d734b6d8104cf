#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/spec/expr.h"

namespace anneal::spec {

/// What an argument must be.
enum class ValueKind {
  kNumber,       ///< 0.1, 1e-3, 1/25, inf: no unit
  kInteger,      ///< a whole number below 2^53: no unit
  kFlag,         ///< true or false
  kWord,         ///< one of Parameter::choices
  kText,         ///< any word or "quoted string": a path, the name of a metric
  kLength,       ///< 500it, 10ep or 5%
  kEvaluations,  ///< 3ev
  kNumbers,      ///< [0.1, 0.5]; one number stands for a list of one
  kIntegers,     ///< [256, 128]
  kWords,        ///< [bias, norm]: each one of choices, or any word if there are none
  kLengths,      ///< [30ep, 60ep]
  kExpr,         ///< anything, read by the owner: a nested specification
};

/// The numbers allowed for a parameter; for a list, for each of its members. Finite, unless a limit
/// is infinite.
struct Range {
  double low = -std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::max();
  bool low_open = false;
  bool high_open = false;

  bool contains(double value) const;  ///< false for NaN
  friend bool operator==(const Range&, const Range&) = default;
};

Range anything();
Range at_least(double low);
Range above(double low);
Range between(double low, double high);     ///< [low, high]
Range below_from(double low, double high);  ///< [low, high)
Range strictly_between(double low, double high);

/// ">= 0", "> 0", "in [0, 1)"; nothing for anything().
std::string to_text(const Range& range);

/// What something of a catalogue is called elsewhere: an entry in full, as torch.optim.Adam, or an
/// argument, as learning_rate.
struct Synonym {
  std::string name;
  /// What to write instead where it is not quite the same, with {} for the value, {x10} for ten
  /// times it, {%} for it in percent: "for={}"; of an entry, a call. Empty, and `because` too: it
  /// is the same, and is taken.
  std::string instead = {};
  std::string because = {};  ///< what differs: "to is a share of the base rate"
  /// Of an argument that is a list elsewhere, as betas=[0.9, 0.999]: the member that it is, from 0.
  int member = -1;

  bool is_same() const { return instead.empty() && because.empty(); }
};

/// Synonyms that are the same, and `more`.
std::vector<Synonym> called(std::vector<std::string> names, std::vector<Synonym> more = {});
/// Synonyms that are not: what to write in their place, and why.
std::vector<Synonym> unlike(const std::vector<std::string>& names,
                            const std::string& instead,
                            const std::string& because);

/// An argument that a line of another library has and that says nothing here: it is left out.
struct Skipped {
  std::string name;
  /// The value with which it says nothing, as the words of a text: "-1", "False"; empty: any.
  std::string value = {};
  std::string otherwise = {};  ///< what to do with another value; empty: leave it out
  /// By position too, if it stands first and its last word begins with the same three letters:
  /// optimizer, self.opt, model.parameters().
  bool first = false;
};

/// One argument of a catalogue entry: the row that checks it, lists it and documents it.
struct Parameter {
  std::string name;
  ValueKind kind = ValueKind::kNumber;
  /// The value when it is not given, in the grammar ("0.9", "linear", "[0.9, 0.999]"). If empty
  /// the argument is required, unless it is optional.
  std::string default_text = {};
  Range range = {};
  std::vector<std::string> choices = {};
  std::string help = {};
  /// May be absent without a default value; then default_text only tells the reader what happens
  /// ("open", "all").
  bool optional = false;
  /// Takes all remaining positional arguments: mlp(256, 128). Only for list kinds, last in line.
  bool rest = false;
  /// Canonical text writes it without its name: warmup(500it).
  bool positional = false;
  std::vector<Synonym> synonyms = {};
};

/// One catalogue entry as users see it: anneal list, --help, hints and the docs come from this.
struct Signature {
  std::string name;
  std::vector<Parameter> parameters = {};
  std::string formula = {};
  std::string help = {};
  std::string source = {};
  std::vector<std::string> aliases = {};
  std::vector<Synonym> synonyms = {};
  std::vector<Skipped> skipped = {};

  const Parameter* find(const std::string& parameter) const;  ///< nullptr if there is none
};

/// How it is called: "step(every, gamma=0.1, for=open)".
std::string usage(const Signature& signature);

/// What may be written for a parameter: "a number > 0", "a length such as 500it, 10ep or 5%".
std::string describe(const Parameter& parameter);

/// Checks kind, unit, range and choice of one argument of the call `owner`.
///
/// Throws SpecError "OWNER: what is wrong with it and what to write instead", with the caret under
/// the value or under the member of a list that is at fault.
void check_value(const Expr& value, const Parameter& parameter, const std::string& owner);

}  // namespace anneal::spec
