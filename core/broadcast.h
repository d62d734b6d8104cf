#pragma once

#include <array>

#include "core/tensor.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// `t` summed over the axes along which a tensor of `shape` would be repeated to have t's shape:
/// the adjoint of broadcasting.
///
/// Shapes: t (2, 3, 4), shape (3, 1) -> (3, 1).
/// Throws std::invalid_argument if `shape` does not broadcast to t's shape.
Tensor sum_to(const Tensor& t, const Shape& shape);

/// `t` repeated to `shape`. Throws std::invalid_argument if it does not broadcast to it.
Tensor broadcast_to(const Tensor& t, const Shape& shape);

/// Calls visit(i, j) for every element i of `large` and the element j of `small` that is repeated
/// there; `small` must broadcast to `large`.
template <class Visit>
void for_each_repeat(const Shape& large, const Shape& small, Visit visit) {
  // Strides of `small` along the axes of `large`: 0 where it is repeated.
  std::array<Index, Shape::kMaxRank> stride{};
  Index step = 1;
  for (int axis = 1; axis <= small.rank(); ++axis) {
    stride[static_cast<std::size_t>(large.rank() - axis)] = small[-axis] == 1 ? 0 : step;
    step *= small[-axis];
  }
  std::array<Index, Shape::kMaxRank> position{};
  Index j = 0;
  for (Index i = 0; i < large.size(); ++i) {
    visit(i, j);
    for (int axis = large.rank() - 1; axis >= 0; --axis) {
      const auto a = static_cast<std::size_t>(axis);
      j += stride[a];
      if (++position[a] < large[axis]) {
        break;
      }
      j -= stride[a] * position[a];
      position[a] = 0;
    }
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
