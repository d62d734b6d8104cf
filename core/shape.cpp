#include "core/shape.h"

#include <algorithm>

#include "core/check.h"

namespace anneal {

Shape::Shape(std::initializer_list<Index> extents)
    : Shape(std::span<const Index>(extents.begin(), extents.size())) {}

Shape::Shape(std::span<const Index> extents) {
  check(extents.size() <= kMaxRank, "shape: rank ", extents.size(), " is above the limit of ",
        kMaxRank);
  for (const Index extent : extents) {
    append(extent);
  }
}

void Shape::append(Index extent) {
  check(extent >= 0, "shape: extents must be >= 0, got ", extent);
  // By division: the product itself could overflow.
  check(extent == 0 || size_ < (Index{1} << 62) / extent, "shape: too many elements: ", size_,
        " times ", extent);
  extents_[rank_++] = extent;
  size_ *= extent;
}

void Shape::throw_no_axis(int axis) const {
  throw std::out_of_range(join_text("shape: no axis ", axis, " in ", *this));
}

Shape Shape::with(int axis, Index extent) const {
  std::array<Index, kMaxRank> extents = extents_;
  extents[normalized_axis(axis)] = extent;
  return Shape(std::span<const Index>(extents.data(), rank_));
}

std::string to_text(const Shape& shape) {
  std::string text = "(";
  for (const Index extent : shape.extents()) {
    text += text.size() > 1 ? ", " : "";
    text += std::to_string(extent);
  }
  return text + ")";
}

Shape broadcast(const Shape& a, const Shape& b, const char* operation) {
  if (a == b) {
    return a;
  }
  const int rank = std::max(a.rank(), b.rank());
  std::array<Index, Shape::kMaxRank> extents{};
  for (int axis = 1; axis <= rank; ++axis) {
    const Index in_a = axis <= a.rank() ? a[-axis] : 1;
    const Index in_b = axis <= b.rank() ? b[-axis] : 1;
    check(in_a == in_b || in_a == 1 || in_b == 1, operation, ": shapes do not broadcast: ", a,
          " and ", b);
    extents[rank - axis] = in_a == 1 ? in_b : in_a;
  }
  return Shape(std::span<const Index>(extents.data(), rank));
}

}  // namespace anneal
