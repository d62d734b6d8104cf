#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/spec/error.h"
#include "core/spec/expr.h"
#include "schedulers/time.h"

namespace anneal {

/// Any pure function of the step, counted from the begin of its piece, for schedules that only C++
/// can say.
using StepFunction = std::function<double(Step)>;
using StepFunctionPtr = std::shared_ptr<const StepFunction>;

struct ScheduleEntry;

/// A table of words: what a text may say (schedulers/catalogue.h has the house's own). It must live
/// as long as the schedules that are read with it; the tables of the house are static.
using ScheduleCatalogue = std::vector<ScheduleEntry>;

/// The entries that the calls of one schedule name. A schedule carries them along, so that after
/// reading nobody has to know which table a word came from.
class Vocabulary final {
 public:
  /// The entry that a canonical call names. Throws std::logic_error if it is not among these.
  const ScheduleEntry& entry_of(const spec::Expr& call) const;
  bool knows(const spec::Expr& call) const;
  /// Throws std::invalid_argument if the name has another meaning here already: two tables may
  /// share words, but not use one word for two things within one schedule.
  void add(const ScheduleEntry& entry);
  void add(const Vocabulary& more);

 private:
  std::vector<const ScheduleEntry*> entries_;
};

/// A schedule: data with units, checked against the catalogue but not yet against a run.
///
///   schedule := product ("then" product)*     one after the other, each on its own clock
///   product  := unit ("*" unit)*              at the same time, on the same clock
///   unit     := name(arguments) | "(" schedule ")", optionally followed by "by epoch"
///
/// A plain value in canonical form: == compares meaning, and parse_schedule(to_text(s)) == s.
/// It has no values: resolve() it for a run first (schedulers/resolve.h). Build one from text with
/// parse_schedule or in C++ with the functions of schedulers/catalogue.h:
/// warmup(500_it).then(cosine({.to = 0.01})).
class Schedule final {
 public:
  /// This one, then `next`, each on its own clock starting at 0.
  Schedule then(const Schedule& next) const;
  /// The staircase of this one: its value at the first update of the current epoch, held to the
  /// next one. What calling scheduler.step() once per epoch does in PyTorch.
  Schedule by_epoch() const;
  /// Both at the same time, on the same clock; the order does not matter.
  friend Schedule operator*(const Schedule& a, const Schedule& b);

  friend bool operator==(const Schedule& a, const Schedule& b) {
    return a.expr_ == b.expr_ && a.functions_ == b.functions_;
  }

  /// The same call with this length; nothing if it is not one call, or one that takes no length or
  /// has been given one.
  std::optional<Schedule> with_length(const Length& length) const;

  /// The canonical expression. Calls that stand for a C++ function hold an index into functions().
  const spec::Expr& expr() const { return expr_; }
  const std::vector<StepFunctionPtr>& functions() const { return functions_; }
  const Vocabulary& vocabulary() const { return vocabulary_; }

  /// From parts of schedules, which are canonical already: for code that takes schedules apart.
  /// Everybody else calls make_schedule() or parse_schedule(), which check.
  Schedule(spec::Expr canonical, std::vector<StepFunctionPtr> functions, Vocabulary vocabulary)
      : expr_(std::move(canonical)),
        functions_(std::move(functions)),
        vocabulary_(std::move(vocabulary)) {}

 private:
  spec::Expr expr_;
  std::vector<StepFunctionPtr> functions_;
  Vocabulary vocabulary_;
};

/// Reads a schedule such as "warmup(500it) then cosine(to=0.01)".
///
/// Throws spec::SpecError (one line, a hint, a caret) for what the grammar or the catalogue does
/// not allow. Whether it fits a run is for resolve() to say.
Schedule parse_schedule(std::string_view text);  // in the house's own words
Schedule parse_schedule(std::string_view text, const ScheduleCatalogue& words);
Schedule parse_schedule(std::string_view text, ScheduleCatalogue&& words) = delete;  // dangles

/// The canonical text.
std::string to_text(const Schedule& schedule);

/// The files that it names, each once.
std::vector<std::string> files_of(const Schedule& schedule);

/// A schedule from an expression that was parsed as part of something else, or built in C++. Words
/// that the table lacks may come from `known`: those of schedules among the arguments.
Schedule make_schedule(const spec::Expr& expr,
                       const ScheduleCatalogue& words,
                       std::vector<StepFunctionPtr> functions = {},
                       Vocabulary known = {});

/// The expression with the index of every function in it raised by `by`.
spec::Expr shift_functions(spec::Expr expr, const Vocabulary& vocabulary, std::size_t by);

/// Appends `part`, or its parts if it is of the same kind: a then (b then c) is a then b then c,
/// and the same for products.
void append_flat(std::vector<spec::Expr>& items, spec::Expr::Kind kind, spec::Expr part);

}  // namespace anneal
