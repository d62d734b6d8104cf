#pragma once

#include <span>

#include "core/scalar.h"

namespace anneal::inline ANNEAL_PRECISION {

/// The sum of v^2 in double, in a fixed order of additions.
double sum_of_squares(std::span<const Scalar> values);

}  // namespace anneal::inline ANNEAL_PRECISION
