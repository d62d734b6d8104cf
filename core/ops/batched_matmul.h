#pragma once

#include "core/ops/matmul.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// One matrix product per batch entry.
///
///   y_n = op(a_n) op(b_n),   op transposes if the options say so
///
/// Shapes: a (..., M, K), b (..., K, N) -> (..., M, N), leading axes the same in both (nothing is
/// broadcast); transposed factors are given as (..., K, M) and (..., N, K).
/// Gradient (nothing transposed): da_n = g_n b_n^T, db_n = a_n^T g_n.
/// Throws std::invalid_argument naming both shapes if ranks are < 2 or differ, or extents do not
/// fit.
Var batched_matmul(const Var& a, const Var& b, const MatmulOptions& options = {});

}}  // namespace anneal::ANNEAL_PRECISION
