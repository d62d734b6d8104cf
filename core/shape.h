#pragma once

#include <array>
#include <initializer_list>
#include <span>
#include <string>

#include "core/scalar.h"

namespace anneal {

/// The extents of a tensor, outermost first (row-major). Rank 0 is a single number.
///
/// Ranges: rank 0 to 6, every extent >= 0, product of the extents below 2^62.
/// Throws std::invalid_argument outside of them.
class Shape {
 public:
  static constexpr int kMaxRank = 6;

  Shape() = default;
  Shape(std::initializer_list<Index> extents);
  explicit Shape(std::span<const Index> extents);

  int rank() const { return rank_; }
  /// Number of elements: the product of the extents, 1 for rank 0.
  Index size() const { return size_; }
  /// The extent of one axis; negative axes count from the end, -1 is the innermost.
  /// Throws std::out_of_range for an axis that is not there.
  Index operator[](int axis) const { return extents_[normalized_axis(axis)]; }
  std::span<const Index> extents() const { return std::span(extents_).first(rank_); }
  /// The axis as a non-negative number; throws std::out_of_range naming the shape.
  int normalized_axis(int axis) const {
    const int positive = axis < 0 ? axis + rank_ : axis;
    if (positive < 0 || positive >= rank_) [[unlikely]] {
      throw_no_axis(axis);
    }
    return positive;
  }

  /// The same shape with one extent replaced.
  Shape with(int axis, Index extent) const;

  friend bool operator==(const Shape& a, const Shape& b) = default;

 private:
  void append(Index extent);
  [[noreturn]] void throw_no_axis(int axis) const;

  std::array<Index, kMaxRank> extents_{};  // 0 beyond the rank
  Index size_ = 1;
  int rank_ = 0;
};

/// "(32, 784)", "(5)" or "()" for rank 0.
std::string to_text(const Shape& shape);

/// The shape that elementwise operations on `a` and `b` give, by numpy's rule: axes are aligned at
/// the innermost one, a missing axis or an extent of 1 is repeated. Throws std::invalid_argument
/// naming `operation` and both shapes if they do not fit.
Shape broadcast(const Shape& a, const Shape& b, const char* operation);

}  // namespace anneal
