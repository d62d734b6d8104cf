#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/spec/error.h"
#include "core/spec/expr.h"
#include "schedulers/time.h"

namespace anneal {

/// Any pure function of the step, counted from the begin of its piece, for schedules that only C++
/// can say.
using StepFunction = std::function<double(Step)>;

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

  friend bool operator==(const Schedule& a, const Schedule& b) = default;

  /// The canonical expression. Calls of the C++-only `lambda` hold an index into functions().
  const spec::Expr& expr() const { return expr_; }
  const std::vector<std::shared_ptr<const StepFunction>>& functions() const { return functions_; }

 private:
  friend Schedule make_schedule(const spec::Expr& expr,
                                std::vector<std::shared_ptr<const StepFunction>> functions);
  Schedule() = default;

  spec::Expr expr_;
  std::vector<std::shared_ptr<const StepFunction>> functions_;
};

/// Reads a schedule such as "warmup(500it) then cosine(to=0.01)".
///
/// Throws spec::SpecError (one line, a hint, a caret) for what the grammar or the catalogue does
/// not allow. Whether it fits a run is for resolve() to say.
Schedule parse_schedule(std::string_view text);

/// The canonical text.
std::string to_text(const Schedule& schedule);

/// A schedule from an expression that was parsed as part of something else, or built in C++.
Schedule make_schedule(const spec::Expr& expr,
                       std::vector<std::shared_ptr<const StepFunction>> functions = {});

/// The expression with the function indices of every `lambda` in it raised by `by`.
spec::Expr shift_functions(spec::Expr expr, std::size_t by);

}  // namespace anneal
