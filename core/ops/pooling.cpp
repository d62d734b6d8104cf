#include "core/ops/pooling.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"
#include "core/ops/max_pool2d_halving.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

Var halved(const Var& x) {
  HalvedPlanes out = max_pool2d_halving(x.value());
  return make_op("max_pool2d", std::move(out.values), {x},
                 [corners = std::move(out.corners)](const Node& self, const Tensor& g) {
                   Gradients grads(1);
                   grads[0] = max_pool2d_halving_backward(self.input(0).shape(), corners, g);
                   return grads;
                 });
}

// Any window; options.stride is not 0.
Var max_pool2d_plain(const Var& x, const MaxPool2dOptions& options) {
  const Index window = options.window;
  const Index stride = options.stride;
  const Index padding = options.padding;
  const Shape& in = x.shape();
  const Index H = in[2];
  const Index W = in[3];
  const Index rows = (H + 2 * padding - window) / stride + 1;
  const Index columns = (W + 2 * padding - window) / stride + 1;

  Tensor out(Shape{in[0], in[1], rows, columns});
  // For every output, the position of its maximum in its (H, W) plane.
  std::vector<std::int32_t, PoolAllocator<std::int32_t>> winners(out.size());
  const Scalar* plane = x.value().data();
  std::size_t o = 0;
  for (Index p = 0; p < in[0] * in[1]; ++p, plane += H * W) {
    for (Index i = 0; i < rows; ++i) {
      // Padding is -infinity, which never wins: windows are cut at the border instead.
      const Index top = std::max(i * stride - padding, Index{0});
      const Index bottom = std::min(i * stride - padding + window, H);
      for (Index j = 0; j < columns; ++j, ++o) {
        const Index left = std::max(j * stride - padding, Index{0});
        const Index right = std::min(j * stride - padding + window, W);
        Index best = top * W + left;
        for (Index y = top; y < bottom; ++y) {
          for (Index at = y * W + left; at < y * W + right; ++at) {
            if (plane[at] > plane[best] || plane[at] != plane[at]) {  // NaN wins
              best = at;
            }
          }
        }
        out.data()[o] = plane[best];
        winners[o] = static_cast<std::int32_t>(best);
      }
    }
  }

  return make_op("max_pool2d", std::move(out), {x},
                 [winners = std::move(winners)](const Node& self, const Tensor& g) {
                   const Shape& shape = self.input(0).shape();
                   Tensor dx = Tensor::zeros(shape);
                   const Index plane_size = shape[2] * shape[3];
                   const Index per_plane = g.shape()[2] * g.shape()[3];
                   for (Index i = 0; i < g.size(); ++i) {
                     Scalar* image = dx.data() + i / per_plane * plane_size;
                     image[winners[i]] += g.data()[i];
                   }
                   Gradients grads(1);
                   grads[0] = std::move(dx);
                   return grads;
                 });
}

}  // namespace

Var max_pool2d(const Var& x, const MaxPool2dOptions& options) {
  const Index window = options.window;
  const Index stride = options.stride == 0 ? window : options.stride;
  const Index padding = options.padding;
  const Shape& in = x.shape();
  check(in.rank() == 4, "max_pool2d: expected (B, C, H, W), got ", in);
  check(window >= 1 && stride >= 1, "max_pool2d: window and stride must be >= 1, got ", window,
        " and ", options.stride);
  check(0 <= padding && padding <= window / 2,
        "max_pool2d: padding must be at most half of the window ", window, ", got ", padding);
  check(window <= in[2] + 2 * padding && window <= in[3] + 2 * padding, "max_pool2d: window ",
        window, " does not fit into ", in, " with padding ", padding);
  if (!options.plain && window == 2 && stride == 2 && padding == 0) {
    return halved(x);
  }
  return max_pool2d_plain(x, {.window = window, .stride = stride, .padding = padding});
}

namespace {

// Calls visit(i, o) for every cell i of x and the cell o of the pooled planes that it counts in.
template <class Visit>
void for_each_cell(const Shape& x, const Shape& pooled, Index window, Visit visit) {
  const Index planes = x[0] * x[1];
  for (Index plane = 0; plane < planes; ++plane) {
    for (Index i = 0; i < pooled[2] * window; ++i) {
      const Index x_row = (plane * x[2] + i) * x[3];
      const Index pooled_row = (plane * pooled[2] + i / window) * pooled[3];
      for (Index j = 0; j < pooled[3]; ++j) {
        for (Index s = 0; s < window; ++s) {
          visit(x_row + j * window + s, pooled_row + j);
        }
      }
    }
  }
}

}  // namespace

Var avg_pool2d(const Var& x, Index window) {
  check(window > 0, "avg_pool2d: window must be > 0, got ", window);
  const Shape& in = x.shape();
  check(in.rank() == 4 && in[2] >= window && in[3] >= window,
        "avg_pool2d: expected (B, C, H, W) with H and W >= ", window, ", got ", in);
  Tensor out = Tensor::zeros(Shape{in[0], in[1], in[2] / window, in[3] / window});
  for_each_cell(in, out.shape(), window,
                [&](Index i, Index o) { out.data()[o] += x.value().data()[i]; });
  const Scalar share = 1 / static_cast<Scalar>(window * window);
  as_array(out) *= share;
  return make_op("avg_pool2d", std::move(out), {x}, [window, share](const Node& self, Tensor g) {
    Gradients gradients(1);
    gradients[0] = Tensor::zeros(self.input(0).shape());
    for_each_cell(self.input(0).shape(), g.shape(), window,
                  [&](Index i, Index o) { gradients[0].data()[i] = share * g.data()[o]; });
    return gradients;
  });
}

Var global_avg_pool2d(const Var& x) {
  check(x.shape().rank() == 4 && x.shape()[2] * x.shape()[3] > 0,
        "global_avg_pool2d: expected (B, C, H, W) with H W > 0, got ", x.shape());
  const Index planes = x.shape()[0] * x.shape()[1];
  const Index cells = x.shape()[2] * x.shape()[3];
  Tensor out(Shape{x.shape()[0], x.shape()[1]});
  as_array(out) = Eigen::Map<const Matrix>(x.value().data(), planes, cells).rowwise().mean();
  return make_op("global_avg_pool2d", std::move(out), {x},
                 [planes, cells](const Node& self, Tensor g) {
                   Gradients gradients(1);
                   gradients[0] = Tensor(self.input(0).shape());
                   as_array(g) /= static_cast<Scalar>(cells);
                   Eigen::Map<Matrix>(gradients[0].data(), planes, cells).colwise() =
                       as_array(std::as_const(g)).matrix();
                   return gradients;
                 });
}

}}  // namespace anneal::ANNEAL_PRECISION
