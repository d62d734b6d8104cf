#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/spec/bind.h"
#include "core/spec/signature.h"
#include "schedulers/curve.h"
#include "schedulers/feedback.h"
#include "schedulers/plan.h"
#include "schedulers/schedule.h"

namespace anneal {

/// One metric-driven piece of a resolved schedule, as found while resolving.
struct FeedbackSlot {
  std::string metric;
  std::int64_t begin = 0;  ///< in updates of the run
  std::int64_t end = 0;
  std::shared_ptr<const FeedbackRule> rule;
};

/// Where a piece will stand in the run: what a catalogue entry gets to turn its arguments into a
/// curve.
class Place {
 public:
  virtual ~Place() = default;

  /// The call as the user wrote it, shortened: for warnings.
  virtual std::string text() const = 0;
  /// L, the piece's length in updates, >= 1.
  virtual std::int64_t length() const = 0;
  virtual const RunPlan& plan() const = 0;
  /// How many times its surroundings slow it down (the entry `stretch`); 1 otherwise.
  virtual double slowdown() const = 0;

  /// A length among the arguments in whole updates; halves round up. Throws SpecError if a
  /// positive one rounds to 0.
  virtual std::int64_t updates(const spec::Arguments& arguments, const std::string& name) const = 0;
  /// The same for a list of them.
  virtual std::vector<std::int64_t> updates_each(const spec::Arguments& arguments,
                                                 const std::string& name) const = 0;

  /// A schedule among the arguments, made for the first `length` updates of this piece's clock.
  virtual CurvePtr inner(const spec::Expr& expr, std::int64_t length) = 0;
  /// The same, with every length in it `by` times as long.
  virtual CurvePtr inner_slowed(const spec::Expr& expr, std::int64_t length, double by) = 0;
  /// The length that a schedule among the arguments has of itself; -1 if it is open.
  virtual std::int64_t inner_length(const spec::Expr& expr) const = 0;
  /// How many updates it needs at least: an open one has to have one update for its open piece.
  virtual std::int64_t inner_least(const spec::Expr& expr) const = 0;
  /// The same schedule as a run of its own (one cycle of a repeat): fractions are of `length`.
  virtual CurvePtr cycle(const spec::Expr& expr, std::int64_t length) = 0;

  /// The function behind a `lambda`.
  virtual std::shared_ptr<const StepFunction> function(std::int64_t index) const = 0;
  /// Registers a metric-driven piece; returns the index of its track in FeedbackState.
  virtual std::size_t add_feedback(const std::string& metric,
                                   std::shared_ptr<const FeedbackRule> rule) = 0;
  /// A line for the preview: name the number and the mend.
  virtual void warn(const std::string& text) = 0;
};

/// How long a piece is.
enum class LengthRule {
  kFor,       ///< its argument `for`; open without it
  kOwn,       ///< its argument `length`: warmup
  kOpen,      ///< always what the others leave
  kComputed,  ///< what ScheduleEntry::own_length says
  kInner,     ///< as long as the schedule in its argument `schedule`, times its argument `by`
};

/// One row of the catalogue. At least one of `curve` and `expand` is set: an entry with both is a
/// curve for the arguments for which its expansion gives the call back.
struct ScheduleEntry {
  spec::Signature signature;
  LengthRule length = LengthRule::kFor;
  /// Checks that a table cannot express (throws SpecError), and finishing touches to the canonical
  /// call. May be null.
  void (*normalise)(const spec::Arguments& arguments, spec::Expr& call) = nullptr;
  /// The length of an entry with LengthRule::kComputed.
  spec::Number (*own_length)(const spec::Arguments& arguments) = nullptr;
  /// The entry as a function of the step.
  CurvePtr (*curve)(const spec::Arguments& arguments, Place& place) = nullptr;
  /// The entry as a shorthand for another schedule. Absolute rates among its arguments become
  /// multipliers here, by relative_to_base(). An argument `for`, if it has one, is seen to by
  /// resolve(): it is always given here, as what the user wrote or as the updates there are.
  Schedule (*expand)(const spec::Arguments& arguments, const RunPlan& plan) = nullptr;
};

/// Parameters that many entries share.
spec::Parameter for_parameter();
spec::Parameter from_parameter(const char* default_text = "1");
spec::Parameter to_parameter(const char* default_text = "0");
spec::Parameter endpoint_parameter();

/// A call for make_schedule(), as the C++ functions of the catalogue build it. Arguments equal to
/// their defaults disappear in the canonical form.
class CallBuilder final {
 public:
  explicit CallBuilder(std::string name) : name_(std::move(name)) {}
  CallBuilder& number(const char* name, double value);
  CallBuilder& flag(const char* name, bool value);
  CallBuilder& word(const char* name, const std::string& value);
  CallBuilder& length(const char* name, const Length& value);
  CallBuilder& length(const char* name, const std::optional<Length>& value);
  CallBuilder& evaluations(const char* name, Evaluations value);
  CallBuilder& numbers(const char* name, const std::vector<double>& values);
  CallBuilder& lengths(const char* name, const std::vector<Length>& values);
  CallBuilder& expr(const char* name, const spec::Expr& value);
  /// The argument `schedule`; its functions come along.
  CallBuilder& schedule_argument(const Schedule& schedule);
  /// The finished schedule; throws SpecError like parse_schedule().
  Schedule schedule() const;
  spec::Expr call() const { return spec::call(name_, arguments_); }

 private:
  std::string name_;
  std::vector<spec::Argument> arguments_;
  std::vector<std::shared_ptr<const StepFunction>> functions_;
};

}  // namespace anneal
