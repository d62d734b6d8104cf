#include "core/ops/layout.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>
#include <utility>

#include "core/check.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using Order = std::array<int, Shape::kMaxRank>;

// x with axis order[i] moved to place i.
Tensor permuted(const Tensor& x, const Order& order) {
  const int rank = x.shape().rank();
  std::array<Index, Shape::kMaxRank> stride_of{};  // of the axes of x
  Index step = 1;
  for (int axis = rank - 1; axis >= 0; --axis) {
    stride_of[axis] = step;
    step *= x.shape()[axis];
  }
  std::array<Index, Shape::kMaxRank> extent{};
  std::array<Index, Shape::kMaxRank> stride{};
  for (int i = 0; i < rank; ++i) {
    extent[i] = x.shape()[order[i]];
    stride[i] = stride_of[order[i]];
  }
  Tensor out(Shape(std::span<const Index>(extent.data(), rank)));
  std::array<Index, Shape::kMaxRank> position{};
  Index from = 0;
  // A counter with a digit for each axis follows the output: most steps change the last digit
  // alone, where a division per axis and element would have to start from the beginning.
  for (Scalar& element : out.values()) {
    element = x.data()[from];
    for (int axis = rank - 1; axis >= 0; --axis) {
      const std::size_t a = axis;
      from += stride[a];
      if (++position[a] < extent[a]) {
        break;
      }
      from -= stride[a] * extent[a];
      position[a] = 0;
    }
  }
  return out;
}

Order inverse(const Order& order, int rank) {
  Order result{};
  for (int i = 0; i < rank; ++i) {
    result[order[i]] = i;
  }
  return result;
}

Var permute(const Var& x, const Order& order) {
  return make_op("permute", permuted(x.value(), order), {x},
                 [order](const Node& /*self*/, const Tensor& g) {
                   Gradients grads(1);
                   grads[0] = permuted(g, inverse(order, g.shape().rank()));
                   return grads;
                 });
}

// A tensor seen along one axis: `outer` runs, each of `extent` positions of `inner` elements.
struct AxisView {
  Index outer = 1;
  Index extent = 1;
  Index inner = 1;
};

AxisView along(const Shape& shape, int axis) {
  AxisView view{.outer = 1, .extent = shape[axis], .inner = 1};
  for (int i = 0; i < axis; ++i) {
    view.outer *= shape[i];
  }
  for (int i = axis + 1; i < shape.rank(); ++i) {
    view.inner *= shape[i];
  }
  return view;
}

// Copies all of `part` into `whole` at position `begin` along the axis, or the other way round.
void put_part(Tensor& whole, const Tensor& part, int axis, Index begin) {
  const AxisView to = along(whole.shape(), axis);
  const Index count = part.shape()[axis] * to.inner;
  for (Index o = 0; o < to.outer; ++o) {
    std::copy_n(part.data() + o * count, count, whole.data() + (o * to.extent + begin) * to.inner);
  }
}

Tensor get_part(const Tensor& whole, int axis, Index begin, Index end) {
  const AxisView from = along(whole.shape(), axis);
  Tensor part(whole.shape().with(axis, end - begin));
  const Index count = (end - begin) * from.inner;
  for (Index o = 0; o < from.outer; ++o) {
    std::copy_n(whole.data() + (o * from.extent + begin) * from.inner, count,
                part.data() + o * count);
  }
  return part;
}

}  // namespace

Var reshape(const Var& x, const Shape& shape) {
  return make_op("reshape", x.value().reshaped(shape), {x}, [](const Node& self, Tensor g) {
    Gradients grads(1);
    grads[0] = std::move(g).reshaped(self.input(0).shape());
    return grads;
  });
}

Var reshape(const Var& x, std::initializer_list<Index> extents) {
  check(std::ranges::count(extents, Index{-1}) <= 1, "reshape: more than one extent is -1");
  check(extents.size() <= Shape::kMaxRank, "reshape: rank ", extents.size(),
        " is above the limit of ", Shape::kMaxRank);
  std::array<Index, Shape::kMaxRank> known{};
  Index size = 1;
  Index* open = nullptr;
  std::size_t count = 0;
  for (const Index extent : extents) {
    if (extent == -1) {
      open = &known[count];
    } else {
      size *= extent;
    }
    known[count++] = extent;
  }
  if (open != nullptr) {
    check(size > 0 && x.value().size() % size == 0, "reshape: ", x.shape(),
          " cannot be divided into parts of ", size, " elements");
    *open = x.value().size() / size;
  }
  return reshape(x, Shape(std::span<const Index>(known.data(), count)));
}

Var flatten(const Var& x) {
  check(x.shape().rank() >= 1, "flatten: expected rank 1 or more, got ", x.shape());
  const Index batch = x.shape()[0];
  Index rest = 1;
  for (int axis = 1; axis < x.shape().rank(); ++axis) {
    rest *= x.shape()[axis];
  }
  return reshape(x, Shape{batch, rest});
}

Var permute(const Var& x, std::initializer_list<int> order) {
  const int rank = x.shape().rank();
  check(std::ssize(order) == rank, "permute: ", order.size(), " axes for shape ", x.shape());
  Order full{};
  std::array<bool, Shape::kMaxRank> seen{};
  std::size_t place = 0;
  for (const int axis : order) {
    full[place] = x.shape().normalized_axis(axis);
    bool& used = seen[full[place++]];
    check(!used, "permute: axis ", axis, " is named twice");
    used = true;
  }
  return permute(x, full);
}

Var transpose(const Var& x, int axis_a, int axis_b) {
  Order order{};
  std::iota(order.begin(), order.end(), 0);
  std::swap(order[x.shape().normalized_axis(axis_a)], order[x.shape().normalized_axis(axis_b)]);
  return permute(x, order);
}

Var slice(const Var& x, const SliceOptions& part) {
  const int axis = x.shape().normalized_axis(part.axis);
  check_range(0 <= part.begin && part.begin <= part.end && part.end <= x.shape()[axis], "slice: [",
              part.begin, ", ", part.end, ") is not inside of axis ", axis, " of ", x.shape());
  Tensor out = get_part(x.value(), axis, part.begin, part.end);
  return make_op("slice", std::move(out), {x},
                 [axis, begin = part.begin](const Node& self, const Tensor& g) {
                   Gradients grads(1);
                   grads[0] = Tensor::zeros(self.input(0).shape());
                   put_part(grads[0], g, axis, begin);
                   return grads;
                 });
}

Var concat(std::span<const Var> parts, int axis) {
  check(!parts.empty(), "concat: there is no part");
  const Shape& first = parts.front().shape();
  axis = first.normalized_axis(axis);
  Index total = 0;
  for (const Var& part : parts) {
    check(part.shape().rank() == first.rank() && part.shape().with(axis, first[axis]) == first,
          "concat: shapes differ outside of axis ", axis, ": ", first, " and ", part.shape());
    total += part.shape()[axis];
  }
  Tensor out(first.with(axis, total));
  Index begin = 0;
  for (const Var& part : parts) {
    put_part(out, part.value(), axis, begin);
    begin += part.shape()[axis];
  }
  return make_op("concat", std::move(out), parts, [axis](const Node& self, const Tensor& g) {
    Gradients grads(self.input_count());
    Index at = 0;
    for (int i = 0; i < self.input_count(); ++i) {
      const Index extent = self.input(i).shape()[axis];
      if (self.needs_grad(i)) {
        grads[i] = get_part(g, axis, at, at + extent);
      }
      at += extent;
    }
    return grads;
  });
}

Var concat(std::initializer_list<Var> parts, int axis) {
  return concat(std::span<const Var>(parts.begin(), parts.size()), axis);
}

}}  // namespace anneal::ANNEAL_PRECISION
