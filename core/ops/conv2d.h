#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct Conv2dOptions {
  Index stride = 1;   ///< in both directions, >= 1
  Index padding = 0;  ///< zeros added on all four sides, >= 0
  bool plain =
      false;  ///< take the product of matrices even where a faster way exists: for its test
};

/// Two-dimensional cross-correlation (what every framework calls convolution), plus a bias.
///
///   y[b,o,i,j] = bias[o] + sum_{c,r,s} weight[o,c,r,s] x[b, c, i stride + r - padding,
///                                                             j stride + s - padding]
///
/// Shapes: x (B, C, H, W), weight (O, C, R, S), bias (O) -> (B, O, H', W') with
/// H' = (H + 2 padding - R) / stride + 1, rounded down, W' likewise. A default-constructed Var as
/// bias means none.
/// Gradient: dweight correlates x with g, dx spreads g by the weight, dbias sums g over b, i, j.
/// Throws std::invalid_argument naming the shapes if they do not fit.
Var conv2d(const Var& x,
           const Var& weight,
           const Var& bias = {},
           const Conv2dOptions& options = {});

}}  // namespace anneal::ANNEAL_PRECISION
