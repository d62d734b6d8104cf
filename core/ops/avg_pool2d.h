#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
