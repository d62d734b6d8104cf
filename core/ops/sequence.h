#pragma once

#include "core/ops/matmul.h"
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

/// Causal multi-head self-attention between given queries, keys and values.
///
///   y_h[t] = sum_{s <= t} p_h[t, s] v_h[s]
///   p_h[t, s] = softmax over s <= t of q_h[t] . k_h[s] / sqrt(d),   d = C / heads
///
/// A position sees itself and what came before, never what follows. Head h owns columns
/// h d, ..., (h + 1) d - 1 of each of q, k, v and y.
/// Shapes: qkv (B, T, 3 C), the queries, keys and values of a position side by side
/// -> (B, T, C).
/// Gradient: dv = p^T g, dp = g v^T, dz = p (dp - sum_s p dp), dq = dz k / sqrt(d),
/// dk = dz^T q / sqrt(d).
/// Throws std::invalid_argument naming the shape unless it has rank 3 and 3 heads divide the last
/// extent.
/// Source: Vaswani et al. 2017, Attention is all you need, section 3.2 (arXiv:1706.03762).
Var causal_attention(const Var& qkv, Index heads);

}}  // namespace anneal::ANNEAL_PRECISION
