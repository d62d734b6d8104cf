#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/spec/arguments.h"
#include "schedulers/time.h"

namespace anneal {

/// What a schedule must know of the run that it is for: defined once, after gradient accumulation
/// and after dropping the last incomplete batch.
struct RunPlan {  // NOLINT(cppcoreguidelines-pro-type-member-init): the first two must be given
  Steps updates_per_epoch;     ///< > 0
  Steps total;                 ///< N > 0: the run makes the updates 0 .. N-1
  Evaluations evaluations{0};  ///< how many the whole run makes; 0: one after every epoch
  LearningRate base{1.0};      ///< the base rate, for schedules that name absolute rates
};

/// The plan of a run that lasts so many epochs. Halves of an update round up.
RunPlan plan_epochs(Epochs epochs, Steps updates_per_epoch, LearningRate base = LearningRate(1.0));

/// Throws std::invalid_argument unless 0 < updates_per_epoch, 0 < total <= 2^53 and base is finite
/// and >= 0.
void check_plan(const RunPlan& plan);

/// An absolute rate as a multiplier of the plan's base rate: rate / base, moved by the one or two
/// last digits that make base * multiplier exactly the rate again, where there is such a number.
///
/// Throws std::invalid_argument if the base rate is 0 and the rate is not.
Multiplier relative_to_base(LearningRate rate, const RunPlan& plan);

/// A length in updates, before rounding.
///
///   it: n * slowdown     ep: n * updates_per_epoch * slowdown     %: n / 100 * total
///
/// Results that miss a whole or half update only by the rounding of doubles are moved onto it.
double exact_updates(const spec::Number& length, const RunPlan& plan, double slowdown = 1.0);

/// Longer than any run, and short enough that a few such lengths can be added up.
inline constexpr std::int64_t kEndless = std::int64_t{1} << 60;

/// Halves up; at most kEndless.
std::int64_t rounded(double updates);

/// rounded(), but never one update more than the surroundings have after their own rounding.
std::int64_t rounded_within(double exact, std::int64_t available);

/// A length among the arguments in whole updates; halves round up. Throws SpecError if a positive
/// one rounds to 0.
std::int64_t whole_updates(const spec::Arguments& arguments,
                           const std::string& name,
                           const RunPlan& plan,
                           double slowdown = 1.0);
/// The same for each length of a list.
std::vector<std::int64_t> whole_updates_each(const spec::Arguments& arguments,
                                             const std::string& name,
                                             const RunPlan& plan,
                                             double slowdown = 1.0);

/// Splits `target` updates over pieces of these exact lengths by largest remainder: whole parts
/// first, then one more for the largest remainders, the earlier piece first among equals.
///
/// The result sums to `target` whenever |sum(exact) - target| < 1.
std::vector<std::int64_t> apportion(const std::vector<double>& exact, std::int64_t target);

/// "1000 epochs x 100 updates = 100000 updates": how a length becomes updates in this run.
std::string arithmetic(const spec::Number& length, const RunPlan& plan, double slowdown = 1.0);

}  // namespace anneal
