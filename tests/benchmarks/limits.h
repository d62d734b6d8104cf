#pragma once

#include "core/scalar.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

// What this machine can do at best: one thread.

/// Floating-point operations per second in matrix products: the best of several shapes and of both
/// ways to multiply. Measured once.
double product_rate();

/// Bytes per second of a loop that reads and writes a parameter and `tensors` (1 or 2) of state,
/// reads a gradient, and computes next to nothing, for `count` numbers each. Measures anew.
double update_bandwidth(Index count, int tensors);

/// One pass of that loop over blocks of `count` numbers, and the bytes that it moves.
void update_pass(Index count, int tensors, Scalar* p, const Scalar* g, Scalar* m, Scalar* v);
double update_bytes(Index count, int tensors);

}}  // namespace anneal::ANNEAL_PRECISION
