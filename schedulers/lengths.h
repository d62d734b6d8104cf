#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/spec/expr.h"
#include "schedulers/plan.h"

namespace anneal {

/// A length in updates, before rounding.
///
///   it: n * slowdown     ep: n * updates_per_epoch * slowdown     %: n / 100 * total
///
/// Results that miss a whole or half update only by the rounding of doubles are moved onto it.
double exact_updates(const spec::Number& length, const RunPlan& plan, double slowdown = 1.0);

/// Halves up.
std::int64_t rounded(double updates);

/// rounded(), but never one update more than the `room` that the surroundings rounded to.
std::int64_t fitted(double exact, std::int64_t room);

/// Splits `target` updates over pieces of these exact lengths by largest remainder: whole parts
/// first, then one more for the largest remainders, the earlier piece first among equals.
///
/// The result sums to `target` whenever |sum(exact) - target| < 1.
std::vector<std::int64_t> apportion(const std::vector<double>& exact, std::int64_t target);

/// "1000 epochs x 100 updates = 100000 updates": how a length becomes updates in this run.
std::string arithmetic(const spec::Number& length, const RunPlan& plan, double slowdown = 1.0);

}  // namespace anneal
