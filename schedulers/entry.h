#pragma once

#include <cstdint>
#include <functional>
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

class Resolver;
struct PieceScope;

/// What a catalogue entry gets to turn its arguments into a curve: the piece and its surroundings.
class PieceContext final {
 public:
  PieceContext(Resolver& resolver,
               const PieceScope& scope,
               const spec::Expr& call,
               std::int64_t length);

  const spec::Expr& call;     ///< as the user wrote it
  const std::int64_t length;  ///< L, in updates, >= 1
  const RunPlan& plan;        ///< fractions are of its total: the run, or one cycle of a repeat
  const double slowdown;      ///< how many times the surroundings slow it down (stretch), or 1
  const std::vector<StepFunctionPtr>& functions;  ///< what function indices point into

  /// A length among the arguments in whole updates; halves round up. Throws SpecError if a
  /// positive one rounds to 0.
  std::int64_t updates(const spec::Arguments& arguments, const std::string& name) const;
  std::vector<std::int64_t> updates_each(const spec::Arguments& arguments,
                                         const std::string& name) const;

  /// The length that a schedule among the arguments has of itself; nothing if it is open.
  std::optional<std::int64_t> natural_length(const spec::Expr& inner) const;
  /// How many updates it needs at least: an open one has to have one update for its open piece.
  std::int64_t least_updates(const spec::Expr& inner) const;
  /// The schedule made for the first `updates` of this piece's clock, every length in it `slower`
  /// times as long.
  CurvePtr inner_curve(const spec::Expr& inner, std::int64_t updates, double slower = 1.0);
  /// The same schedule as a run of its own (one cycle of a repeat): fractions are of `updates`.
  CurvePtr cycle_curve(const spec::Expr& inner, std::int64_t updates);

  /// Registers a metric-driven piece; returns the index of its track in FeedbackState.
  std::size_t add_feedback(const std::string& metric, std::shared_ptr<const FeedbackRule> rule);
  /// A line for the preview, after the call itself: name the number and the mend.
  void warn(const std::string& text);

 private:
  Resolver& resolver_;
  const PieceScope& scope_;
};

/// What an entry does with the schedule, or the schedules, among its arguments. The fields name
/// arguments; empty: there is none.
struct InnerSchedule {
  std::string argument = {};           ///< holds one schedule, or all that are given by position
  bool or_rate = false;                ///< a number may stand there instead
  std::string slowdown_argument = {};  ///< how many times as long every length in it becomes
  std::string skip_argument = {};      ///< how far into it the piece begins
  bool gives_length = false;           ///< the piece is as long as it is, with its slowdown
  bool own_run = false;  ///< it is a run of its own, again and again: % are of a cycle
};

/// What a shorthand stands for; nothing if the catalogue cannot say it: its curve is asked then.
using Expansion = std::optional<Schedule>;

/// One entry of a catalogue. What reading and resolving must know about a word stands here, in
/// fields: no code asks what a word or an argument is called. At least one of `curve`, `expand` and
/// `expand_inner` is set.
///
/// How long a piece is say `length_argument`, `own_length` or `inner.gives_length`, of which at
/// most one is set. Without them it is open: as long as the others leave.
struct ScheduleEntry {
  spec::Signature signature;
  std::string length_argument = {};  ///< says how long the piece is; open if it is not given
  InnerSchedule inner = {};
  bool opens = false;         ///< makes its inner schedule open, and does nothing else
  bool is_warmup = false;     ///< climbs to the full rate: having no update is worth a warning
  bool climbs_again = false;  ///< comes down, then goes up by itself: no run should end on its way
  bool is_absolute = false;   ///< its numbers are values of what it schedules, not multipliers
  std::string function_argument = {};  ///< holds the index of a C++ function: it has no text
  std::string file_argument = {};      ///< names a file of numbers, which is read with the text
  /// Reads that file for a call with these arguments, and writes into the canonical call what the
  /// file says of its numbers. The house's own words cannot (with_files() gives words that can).
  /// Throws std::runtime_error naming the file and what is wrong with it.
  std::function<std::vector<double>(const std::string& path,
                                    const spec::Arguments& arguments,
                                    spec::Expr& call)>
      read_file = {};
  /// Checks that a table cannot express (throws SpecError), and finishing touches to the canonical
  /// call. May be null.
  void (*normalise)(const spec::Arguments& arguments, spec::Expr& call) = nullptr;
  /// The length that follows from other arguments (a table is as long as it has numbers).
  spec::Number (*own_length)(const spec::Arguments& arguments) = nullptr;
  /// The entry as a function of the step.
  CurvePtr (*curve)(const spec::Arguments& arguments, PieceContext& piece) = nullptr;
  /// The entry as a shorthand for another schedule. Absolute rates among its arguments become
  /// multipliers here, by relative_to_base(). Its length argument, if it has one, is seen to by
  /// resolve(): it is always given here, as what the user wrote or as the updates there are.
  Expansion (*expand)(const spec::Arguments& arguments, const RunPlan& plan) = nullptr;
  /// The same for a shorthand that is made of the schedules among its arguments, in their order.
  Expansion (*expand_inner)(const spec::Arguments& arguments,
                            const RunPlan& plan,
                            const std::vector<Schedule>& inner) = nullptr;
  /// A schedule that shows what it does, for an entry whose name alone does not, or is no schedule.
  std::string example = {};
};

/// The values that a canonical call gives to a parameter: one, or all of the rest; none if there
/// is no such argument.
std::vector<spec::Expr*> values_of(spec::Expr& call,
                                   const spec::Signature& signature,
                                   const std::string& parameter);

/// The schedules among the arguments of a canonical call, in order.
std::vector<spec::Expr*> inner_schedules(spec::Expr& call, const ScheduleEntry& entry);

/// Names of absolute rates, for an argument that is a share of the base rate.
std::vector<spec::Synonym> absolute_rates(const std::vector<std::string>& names,
                                          const std::string& argument);

/// What a line of another library hands to a schedule besides its arguments: optimizer,
/// last_epoch=-1, verbose.
std::vector<spec::Skipped> pasted_arguments();

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
  /// A schedule as the first argument; its functions and its words come along.
  CallBuilder& inner(const Schedule& schedule);
  CallBuilder& function(StepFunctionPtr function);
  /// The finished schedule; throws SpecError like parse_schedule(). With a table: of its words.
  Schedule schedule() const;
  Schedule schedule(const ScheduleCatalogue& words) const;
  spec::Expr call() const { return spec::call(name_, arguments_); }

 private:
  std::string name_;
  std::vector<spec::Argument> arguments_;
  std::vector<StepFunctionPtr> functions_;
  Vocabulary vocabulary_;
};

}  // namespace anneal
