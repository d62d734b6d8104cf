#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Which factors of a product to transpose first.
struct MatmulOptions {
  bool transpose_a = false;
  bool transpose_b = false;
};

/// The matrix product a b, of a^T or b^T if the options say so.
///
/// Shapes: a (M, K), b (K, N) -> (M, N); transposed factors are given as (K, M) and (N, K).
/// Gradient (nothing transposed): da = g b^T, db = a^T g.
/// Throws std::invalid_argument naming both shapes if a rank is not 2 or the inner sizes differ.
Var matmul(const Var& a, const Var& b, const MatmulOptions& options = {});

struct AffineOptions {
  bool relu = false;  ///< y = max(0, x W^T + b), in the pass that adds b
};

/// A linear layer's map.
///
///   y = x W^T + b
///
/// Shapes: x (..., K), weight (N, K), bias (N) -> (..., N). The weight is stored as in PyTorch,
/// (out, in). A default-constructed Var as bias means none.
/// Gradient: dx = g W, dW = g^T x, db = g summed over the rows; with relu, g is 0 first where y is.
/// Throws std::invalid_argument naming the shapes if they do not fit.
Var affine(const Var& x,
           const Var& weight,
           const Var& bias = {},
           const AffineOptions& options = {});

}}  // namespace anneal::ANNEAL_PRECISION
