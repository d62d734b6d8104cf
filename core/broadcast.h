#pragma once

#include "core/tensor.h"

namespace anneal::inline ANNEAL_PRECISION {

/// `t` summed over the axes along which a tensor of `shape` would be repeated to have t's shape:
/// the adjoint of broadcasting.
///
/// Shapes: t (2, 3, 4), shape (3, 1) -> (3, 1).
/// Throws std::invalid_argument if `shape` does not broadcast to t's shape.
Tensor sum_to(const Tensor& t, const Shape& shape);

/// `t` repeated to `shape`. Throws std::invalid_argument if it does not broadcast to it.
Tensor broadcast_to(const Tensor& t, const Shape& shape);

}  // namespace anneal::inline ANNEAL_PRECISION
