#include "core/ops/max_pool2d.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/check.h"
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
  const Index H = in[2];
  const Index W = in[3];
  check(window <= H + 2 * padding && window <= W + 2 * padding, "max_pool2d: window ", window,
        " does not fit into ", in, " with padding ", padding);
  if (!options.plain && window == 2 && stride == 2 && padding == 0) {
    return halved(x);
  }
  const Index rows = (H + 2 * padding - window) / stride + 1;
  const Index columns = (W + 2 * padding - window) / stride + 1;

  Tensor out(Shape{in[0], in[1], rows, columns});
  // For every output, the position of its maximum in its (H, W) plane.
  std::vector<std::int32_t, PoolAllocator<std::int32_t>> winners(
      static_cast<std::size_t>(out.size()));
  const Scalar* plane = x.value().data();
  std::size_t o = 0;
  for (Index p = 0; p < in[0] * in[1]; ++p, plane += H * W) {
    for (Index i = 0; i < rows; ++i) {
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
                     image[winners[static_cast<std::size_t>(i)]] += g.data()[i];
                   }
                   Gradients grads(1);
                   grads[0] = std::move(dx);
                   return grads;
                 });
}

}}  // namespace anneal::ANNEAL_PRECISION
