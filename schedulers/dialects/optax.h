#pragma once

#include "schedulers/dialects/support.h"

/// What optax.cpp and optax_joined.cpp share.
namespace anneal::dialect {

/// Optax's cosine with an exponent, from `top` to `end`.
struct OptaxCosine {
  std::int64_t climb = 0;  ///< updates of a linear warmup before it
  double first = 0.0;      ///< where that one begins
  std::int64_t count = 1;  ///< updates of the fall
  double top = 1.0;
  double end = 0.0;
  double exponent = 1.0;
};

/// A warmup, then end + (top - end) ((1 + cos(pi u)) / 2)^exponent, then `end`.
CurvePtr optax_cosine_curve(std::int64_t length, const OptaxCosine& shape);

/// Arguments transition_steps, decay_rate, transition_begin, staircase, end_value.
std::vector<spec::Parameter> optax_exponential_parameters();
/// `before`, then the exponential decay of those arguments, from `top`.
Schedule optax_exponential(const spec::Arguments& arguments,
                           const RunPlan& plan,
                           double top,
                           Pieces before,
                           std::int64_t available);

}  // namespace anneal::dialect
