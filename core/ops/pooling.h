#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct MaxPool2dOptions {
  Index window = 2;    ///< rows and columns of the window, >= 1
  Index stride = 0;    ///< 0 means: as the window
  Index padding = 0;   ///< cells of -infinity on all four sides, at most half of the window
  bool plain = false;  ///< take the plain loop even where a faster one exists: for its test
};

/// The largest element of each window.
///
/// Shapes: x (B, C, H, W) -> (B, C, H', W') with H' = (H + 2 padding - window) / stride + 1,
/// rounded down, W' likewise. NaN in a window gives NaN. Gradient: g goes to the first largest
/// element of its window in row-major order (as PyTorch). Throws std::invalid_argument if x is not
/// of rank 4 or the window does not fit.
Var max_pool2d(const Var& x, const MaxPool2dOptions& options = {});

/// The mean of every window x window square; squares do not overlap, a remainder at the right and
/// at the bottom is dropped.
///
/// Shapes: x (B, C, H, W) -> (B, C, H / window, W / window), rounded down.
/// Gradient: every cell of a square receives g / window^2.
/// Throws std::invalid_argument naming the shape unless it has rank 4 and a square fits into it.
Var avg_pool2d(const Var& x, Index window);

/// The mean over each channel's plane.
///
/// Shapes: x (B, C, H, W) -> (B, C). Gradient: every cell receives g / (H W).
/// Throws std::invalid_argument naming the shape unless it has rank 4 and H W > 0.
Var global_avg_pool2d(const Var& x);

}}  // namespace anneal::ANNEAL_PRECISION
