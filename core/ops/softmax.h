#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// The softmax over the last axis.
///
///   y_k = exp(x_k) / sum_j exp(x_j),   computed on x - max(x), so that nothing overflows
///
/// Shapes: x (..., K) -> (..., K). Gradient: dx_k = y_k (g_k - sum_j g_j y_j).
/// Throws std::invalid_argument for rank 0 or K = 0.
Var softmax(const Var& x);

}}  // namespace anneal::ANNEAL_PRECISION
