#include "core/ops/reduce.h"

#include <algorithm>
#include <limits>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/elementwise.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// The shapes of a reduction of x: `kept` has extent 1 at every reduced axis, `out` is what the
// caller asked for.
struct ReducedShapes {
  Shape kept;
  Shape out;
};

ReducedShapes reduced_shapes(const char* name, const Shape& x, const Reduction& over) {
  std::array<bool, Shape::kMaxRank> reduced{};
  reduced.fill(over.axes.all());
  for (const int axis : over.axes.values()) {
    bool& seen = reduced[x.normalized_axis(axis)];
    check(!seen, name, ": axis ", axis, " of ", x, " is named twice");
    seen = true;
  }
  std::array<Index, Shape::kMaxRank> kept{};
  std::array<Index, Shape::kMaxRank> left{};
  std::size_t left_count = 0;
  const std::span<const Index> extents = x.extents();
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    kept[axis] = reduced[axis] ? 1 : extents[axis];
    if (!reduced[axis]) {
      left[left_count++] = extents[axis];
    }
  }
  const Shape kept_shape(std::span<const Index>(kept.data(), extents.size()));
  return {kept_shape,
          over.keepdim ? kept_shape : Shape(std::span<const Index>(left.data(), left_count))};
}

// sum and mean: factor times the sum.
Var scaled_sum(const char* name, const Var& x, const ReducedShapes& shapes, Scalar factor) {
  Tensor out = sum_to(x.value(), shapes.kept).reshaped(shapes.out);
  as_array(out) *= factor;
  return make_op(name, std::move(out), {x},
                 [kept = shapes.kept, factor](const Node& self, Tensor g) {
                   as_array(g) *= factor;
                   Gradients grads(1);
                   grads[0] = broadcast_to(std::move(g).reshaped(kept), self.input(0).shape());
                   return grads;
                 });
}

}  // namespace

Axes::Axes(std::initializer_list<int> axes) : count_(axes.size()), all_(false) {
  check(axes.size() <= axes_.size(), "axes: at most ", axes_.size(), ", got ", axes.size());
  std::ranges::copy(axes, axes_.begin());
}

Var sum(const Var& x, const Reduction& over) {
  return scaled_sum("sum", x, reduced_shapes("sum", x.shape(), over), 1);
}

Var mean(const Var& x, const Reduction& over) {
  const ReducedShapes shapes = reduced_shapes("mean", x.shape(), over);
  check(x.value().size() > 0, "mean: there is no element in ", x.shape());
  return scaled_sum("mean", x, shapes,
                    static_cast<Scalar>(shapes.out.size()) / static_cast<Scalar>(x.shape().size()));
}

Var max(const Var& x, const Reduction& over) {
  const ReducedShapes shapes = reduced_shapes("max", x.shape(), over);
  check(x.value().size() > 0, "max: there is no element in ", x.shape());
  Tensor largest = Tensor::full(shapes.kept, -std::numeric_limits<Scalar>::infinity());
  for_each_repeat(x.shape(), shapes.kept, [&](Index i, Index j) {
    const Scalar v = x.value().data()[i];
    Scalar& best = largest.data()[j];
    best = v > best || v != v ? v : best;  // v != v: NaN wins and stays
  });
  return make_op(
      "max", std::move(largest).reshaped(shapes.out), {x},
      [kept = shapes.kept](const Node& self, Tensor g) {
        const Tensor& in = self.input(0);
        const Tensor best = self.output().reshaped(kept);
        Tensor share =
            map_pairs(in, best, "max", [](Scalar v, Scalar m) -> Scalar { return v == m ? 1 : 0; });
        Tensor per_winner = std::move(g).reshaped(kept);
        // Equal elements share the gradient: which of them came first says nothing.
        as_array(per_winner) /= as_array(sum_to(share, kept));
        Gradients grads(1);
        grads[0] = map_pairs(share, per_winner, "max", [](Scalar s, Scalar w) { return s * w; });
        return grads;
      });
}

}}  // namespace anneal::ANNEAL_PRECISION
