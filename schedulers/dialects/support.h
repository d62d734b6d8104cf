#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schedulers/dialects/dialects.h"

/// What the dialects share: parameters, ways to read their arguments, and a builder
/// for "a then b then c".
namespace anneal::dialect {

/// A length > 0; required without a default.
spec::Parameter duration(const char* name, const char* help, const char* default_text = "");
/// A length that may be 0: of a warmup.
spec::Parameter delay(const char* name, const char* help, const char* default_text = "");
/// A length > 0 that may be left out; `otherwise` tells the reader what happens then.
spec::Parameter optional_duration(const char* name, const char* help, const char* otherwise);
/// Lengths such as milestones.
spec::Parameter durations(const char* name, const char* help);
/// An absolute rate >= 0.
spec::Parameter rate(const char* name, const char* help, const char* default_text);
/// An absolute rate >= 0 that is the run's base rate unless it is given.
spec::Parameter base_rate(const char* name, const char* help);
spec::Parameter number(const char* name,
                       const char* help,
                       const char* default_text,
                       spec::Range range);
spec::Parameter flag(const char* name, const char* help, const char* default_text = "false");
spec::Parameter word(const char* name,
                     const char* help,
                     const char* default_text,
                     std::vector<std::string> choices);
/// The schedules of a sequence or product: all positional arguments.
spec::Parameter schedules(const char* name, const char* help);

/// A length among the arguments in whole updates; halves round up. Throws SpecError if a positive
/// one rounds to 0.
std::int64_t updates(const spec::Arguments& arguments, const char* name, const RunPlan& plan);
std::vector<std::int64_t> updates_each(const spec::Arguments& arguments,
                                       const char* name,
                                       const RunPlan& plan);
/// The updates that a shorthand has to fill: resolve() tells it by `for`, if it was not given one.
std::int64_t available_updates(const spec::Arguments& arguments, const RunPlan& plan);
/// The argument if given, otherwise available_updates().
std::int64_t updates_or_available(const spec::Arguments& arguments,
                                  const char* name,
                                  const RunPlan& plan);
/// The same for a curve, which knows its piece.
std::int64_t updates_or_available(const spec::Arguments& arguments,
                                  const char* name,
                                  PieceContext& piece);
/// An absolute rate as a multiplier of the base rate; 1 for a base_rate() that was not given.
double relative(const spec::Arguments& arguments, const char* name, const RunPlan& plan);
/// A rate given as an absolute number.
double relative(double rate, const RunPlan& plan);

Length in_updates(std::int64_t count);
/// "constant(value=factor) * schedule", or only the schedule if factor is 1.
Schedule scaled(double factor, const Schedule& schedule);
/// A straight line or half a cosine of that many updates between two multipliers. A climb from
/// below to 1 is a warmup.
Schedule line(double from, double to, std::int64_t count);
Schedule half_cosine(double from, double to, std::int64_t count);
/// (1 - u)^power between two multipliers; a straight line if power is 1.
Schedule power_piece(double power, double from, double to, std::int64_t count);
/// Pieces one after the other, each with its length in updates.
class Pieces final {
 public:
  /// A piece of that many updates; left out if there are none.
  Pieces& add(std::int64_t count, const Schedule& piece);
  /// A fall of `count` updates that is over `end` updates after the first piece began. Pieces that
  /// reach into it already cut off its begin, or all of it.
  Pieces& add_fall(std::int64_t end, std::int64_t count, const Schedule& fall);
  /// The last piece, open: it takes what is left.
  Schedule then_open(const Schedule& piece, std::int64_t available) const;
  /// No more pieces; the last value is held to the end, however much there is.
  Schedule then_hold(std::int64_t available) const;
  /// No more pieces; `value` to the end.
  Schedule then_hold(double value, std::int64_t available) const;

 private:
  std::optional<Schedule> pieces_;
  std::int64_t count_ = 0;
};

}  // namespace anneal::dialect
