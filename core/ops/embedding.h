#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// One row of the table per id.
///
///   y[..., :] = table[id[...], :]
///
/// Shapes: table (V, C), ids (...), whole numbers 0, ..., V - 1 -> (..., C).
/// Gradient: dtable[v] = sum of g over the positions where the id is v.
/// Throws std::invalid_argument unless the table has rank 2, and std::out_of_range giving the
/// position and the value of an id that is not one of these.
Var embedding(const Var& table, const Tensor& ids);

}}  // namespace anneal::ANNEAL_PRECISION
