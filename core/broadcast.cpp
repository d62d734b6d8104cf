#include "core/broadcast.h"

#include <array>

#include "core/check.h"

namespace anneal::inline ANNEAL_PRECISION {
namespace {

// Calls visit(i, j) for every element i of `large` and the element j of `small` that is repeated
// there.
template <class Visit>
void for_each_pair(const Shape& large, const Shape& small, Visit visit) {
  std::array<Index, Shape::kMaxRank>
      stride{};  // of `small`, along the axes of `large`; 0 where it is repeated
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

}  // namespace

Tensor sum_to(const Tensor& t, const Shape& shape) {
  check(broadcast(t.shape(), shape, "sum_to") == t.shape(), "sum_to: ", shape,
        " does not broadcast to ", t.shape());
  Tensor sum = Tensor::zeros(shape);
  for_each_pair(t.shape(), shape, [&](Index i, Index j) { sum.data()[j] += t.data()[i]; });
  return sum;
}

Tensor broadcast_to(const Tensor& t, const Shape& shape) {
  check(broadcast(t.shape(), shape, "broadcast_to") == shape, "broadcast_to: ", t.shape(),
        " does not broadcast to ", shape);
  Tensor result(shape);
  for_each_pair(shape, t.shape(), [&](Index i, Index j) { result.data()[i] = t.data()[j]; });
  return result;
}

}  // namespace anneal::inline ANNEAL_PRECISION
