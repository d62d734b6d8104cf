#pragma once

#include <array>
#include <initializer_list>
#include <span>

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A short list of axes; negative ones count from the end. A plain value that needs no heap.
class Axes final {
 public:
  /// All axes.
  Axes() = default;
  /// Throws std::invalid_argument for more than Shape::kMaxRank axes.
  Axes(std::initializer_list<int> axes);

  bool all() const { return all_; }
  std::span<const int> values() const { return {axes_.data(), count_}; }

 private:
  std::array<int, Shape::kMaxRank> axes_{};
  std::size_t count_ = 0;
  bool all_ = true;
};

/// What a reduction runs over: sum(x, {.axes = {0, -1}, .keepdim = true}).
struct Reduction {
  Axes axes;             ///< every axis if not given
  bool keepdim = false;  ///< reduced axes stay, with extent 1; otherwise they are dropped
};

// Reductions. Shapes: x (2, 3, 4) over axes {1} -> (2, 4), with keepdim (2, 1, 4); over all axes
// -> (). Throw std::out_of_range for an axis that x does not have and std::invalid_argument for
// one that is named twice.

/// The sum. Gradient: dx = g, repeated.
Var sum(const Var& x, const Reduction& over = {});
/// The arithmetic mean. Gradient: dx = g / n, repeated, n = elements per mean.
/// Throws std::invalid_argument if n is 0.
Var mean(const Var& x, const Reduction& over = {});
/// The largest element; NaN if one of them is NaN.
///
/// Gradient: g, in equal parts to all elements that equal the maximum (as PyTorch's amax).
/// Throws std::invalid_argument if there is no element to choose from.
Var max(const Var& x, const Reduction& over = {});

}}  // namespace anneal::ANNEAL_PRECISION
