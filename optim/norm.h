#pragma once

#include <span>

#include "core/scalar.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Rules that need a sum on the way work in blocks of this many elements, which stay in the first
/// cache: one loop over a block computes, the next one sums.
inline constexpr Index kBlock = 512;

/// The sum of v^2, of |v| and of v in double, in a fixed order of additions.
double sum_of_squares(std::span<const Scalar> values);
double sum_of_magnitudes(std::span<const Scalar> values);
double sum(std::span<const Scalar> values);

}}  // namespace anneal::ANNEAL_PRECISION
