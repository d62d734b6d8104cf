#pragma once

// Broadcasting, and the loops under the elementwise operations. Plain loops over a small function:
// the compiler vectorises them, and the operation's file shows nothing but its formula.

#include <array>
#include <utility>

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
    stride[large.rank() - axis] = small[-axis] == 1 ? 0 : step;
    step *= small[-axis];
  }
  std::array<Index, Shape::kMaxRank> position{};
  Index j = 0;
  for (Index i = 0; i < large.size(); ++i) {
    visit(i, j);
    for (int axis = large.rank() - 1; axis >= 0; --axis) {
      const std::size_t a = axis;
      j += stride[a];
      if (++position[a] < large[axis]) {
        break;
      }
      j -= stride[a] * position[a];
      position[a] = 0;
    }
  }
}

/// f(x_i) for every element.
template <class Function>
Tensor map(const Tensor& x, Function f) {
  Tensor result(x.shape());
  const Scalar* in = x.data();
  Scalar* out = result.data();
  for (Index i = 0, n = x.size(); i < n; ++i) {
    out[i] = f(in[i]);
  }
  return result;
}

/// f(a_i, b_i) for every element, written into a's block. Shapes: both the same.
template <class Function>
Tensor update(Tensor a, const Tensor& b, Function f) {
  Scalar* out = a.data();
  const Scalar* in = b.data();
  for (Index i = 0, n = a.size(); i < n; ++i) {
    out[i] = f(out[i], in[i]);
  }
  return a;
}

/// The gradient through y = max(0, x), written into g's block: 0 where y is.
inline Tensor relu_gradient(Tensor g, const Tensor& y) {
  return update(std::move(g), y, [](Scalar g_i, Scalar y_i) { return y_i <= 0 ? 0 : g_i; });
}

/// f(a_i, b_i) for every element of a and b, broadcast to a common shape.
/// Throws std::invalid_argument naming `operation` and both shapes if they do not broadcast.
template <class Function>
Tensor map_pairs(const Tensor& a, const Tensor& b, const char* operation, Function f) {
  const Shape shape = broadcast(a.shape(), b.shape(), operation);
  if (a.shape() != shape) {
    return map_pairs(broadcast_to(a, shape), b, operation, f);
  }
  if (b.shape() != shape) {
    return map_pairs(a, broadcast_to(b, shape), operation, f);
  }
  Tensor result(shape);
  const Scalar* in_a = a.data();
  const Scalar* in_b = b.data();
  Scalar* out = result.data();
  for (Index i = 0, n = result.size(); i < n; ++i) {
    out[i] = f(in_a[i], in_b[i]);
  }
  return result;
}

}}  // namespace anneal::ANNEAL_PRECISION
