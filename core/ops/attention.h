#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
