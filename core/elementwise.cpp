#include "core/elementwise.h"

#include <algorithm>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/simd.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// True if `small` is repeated along leading axes of `large` only: a bias over the rows of a batch,
// or a single number.
bool repeats_as_a_row(const Shape& large, const Shape& small) {
  if (small.rank() > large.rank() || large.size() == 0) {
    return false;
  }
  int axis = 1;
  while (axis <= small.rank() && small[-axis] == large[-axis]) {
    ++axis;
  }
  for (; axis <= small.rank(); ++axis) {
    if (small[-axis] != 1) {
      return false;
    }
  }
  return true;
}

}  // namespace

Tensor sum_to(const Tensor& t, const Shape& shape) {
  if (repeats_as_a_row(t.shape(), shape)) {
    if (shape.size() == 1) {
      return Tensor::full(shape, as_array(t).sum());
    }
    Tensor sum(shape);
    const Index columns = shape.size();
    // A block of columns at a time, so that its sums stay in a register.
    for_each_block(columns, [&](Index begin, auto length) {
      Scalar sums[length] = {};
      for (const Scalar* row = t.data(); row < t.data() + t.size(); row += columns) {
        for (Index c = 0; c < length; ++c) {
          sums[c] += row[begin + c];
        }
      }
      std::copy_n(sums, length.value, sum.data() + begin);
    });
    return sum;
  }
  check(broadcast(t.shape(), shape, "sum_to") == t.shape(), "sum_to: ", shape,
        " does not broadcast to ", t.shape());
  Tensor sum = Tensor::zeros(shape);
  for_each_repeat(t.shape(), shape, [&](Index i, Index j) { sum.data()[j] += t.data()[i]; });
  return sum;
}

Tensor broadcast_to(const Tensor& t, const Shape& shape) {
  check(broadcast(t.shape(), shape, "broadcast_to") == shape, "broadcast_to: ", t.shape(),
        " does not broadcast to ", shape);
  if (t.size() == 1) {
    return Tensor::full(shape, t.item());
  }
  Tensor result(shape);
  if (repeats_as_a_row(shape, t.shape())) {
    // Runs of the whole of t, a bias over a batch: copied in blocks, without a counter per element.
    for (Index at = 0; at < result.size(); at += t.size()) {
      std::copy_n(t.data(), t.size(), result.data() + at);
    }
    return result;
  }
  for_each_repeat(shape, t.shape(), [&](Index i, Index j) { result.data()[i] = t.data()[j]; });
  return result;
}

}}  // namespace anneal::ANNEAL_PRECISION
