#include "core/ops/avg_pool2d.h"

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
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
