#pragma once

#include <initializer_list>
#include <span>

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

// The same elements in another arrangement. Tensors are dense, so each of these copies.

/// The elements of x in row-major order under another shape of the same size.
///
/// One extent may be -1: it is what makes the sizes agree. Gradient: dx = g in x's shape.
/// Throws std::invalid_argument if the sizes cannot agree.
Var reshape(const Var& x, std::initializer_list<Index> extents);
Var reshape(const Var& x, const Shape& shape);

/// Everything after the first axis in one. Shapes: x (B, ...) -> (B, rest); rank 0 is refused.
Var flatten(const Var& x);

/// Axis i of the result is axis order[i] of x.
///
/// Shapes: x (2, 3, 4), order {2, 0, 1} -> (4, 2, 3). Gradient: dx = g in the inverse order.
/// Throws std::invalid_argument unless `order` names every axis of x once.
Var permute(const Var& x, std::initializer_list<int> order);

/// Two axes exchanged; for a matrix, transpose(x, 0, 1) is x^T.
Var transpose(const Var& x, int axis_a, int axis_b);

/// Positions begin <= i < end along one axis.
struct SliceOptions {
  int axis = 0;
  Index begin = 0;
  Index end = 0;
};

/// A part of x along one axis: slice(x, {.axis = 1, .begin = 0, .end = 3}).
///
/// Shapes: x (2, 5), axis 1, [0, 3) -> (2, 3). Gradient: dx = g inside the part, 0 outside.
/// Throws std::out_of_range unless 0 <= begin <= end <= extent.
Var slice(const Var& x, const SliceOptions& part);

/// The parts one after the other along one axis.
///
/// Shapes: (2, 3) and (2, 4) along axis 1 -> (2, 7). Gradient: each part receives its piece of g.
/// Throws std::invalid_argument if there is no part or other extents differ.
Var concat(std::span<const Var> parts, int axis);
Var concat(std::initializer_list<Var> parts, int axis);

}}  // namespace anneal::ANNEAL_PRECISION
