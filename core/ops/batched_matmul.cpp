#include "core/ops/batched_matmul.h"

#include <algorithm>

#include "core/check.h"
#include "core/node.h"
#include "core/product.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

MatrixPart matrix_at(const Tensor& t, Index n) {
  const Index rows = t.shape()[-2];
  const Index columns = t.shape()[-1];
  return dense_matrix(t.data() + n * rows * columns, rows, columns);
}

// out_n = op(a_n) op(b_n) for all n.
void multiply_all(const Tensor& a, const Tensor& b, const MatmulOptions& options, Tensor& out) {
  const Index columns = out.shape()[-1];
  const Index matrix_size = out.shape()[-2] * columns;
  const Index count = matrix_size == 0 ? 0 : out.size() / matrix_size;
  for (Index n = 0; n < count; ++n) {
    multiply(matrix_at(a, n).transposed_if(options.transpose_a),
             matrix_at(b, n).transposed_if(options.transpose_b),
             {.values = out.data() + n * matrix_size, .row_step = columns});
  }
}

bool same_batches(const Shape& a, const Shape& b) {
  return a.rank() >= 2 && a.rank() == b.rank() &&
         std::equal(a.extents().begin(), a.extents().end() - 2, b.extents().begin());
}

}  // namespace

Var batched_matmul(const Var& a, const Var& b, const MatmulOptions& options) {
  check(same_batches(a.shape(), b.shape()),
        "batched_matmul: expected the same leading axes and two more, got ", a.shape(), " and ",
        b.shape());
  const Index rows = a.shape()[options.transpose_a ? -1 : -2];
  const Index inner_a = a.shape()[options.transpose_a ? -2 : -1];
  const Index inner_b = b.shape()[options.transpose_b ? -1 : -2];
  const Index columns = b.shape()[options.transpose_b ? -2 : -1];
  check(inner_a == inner_b, "batched_matmul: inner sizes differ: ", a.shape(),
        options.transpose_a ? "^T" : "", " @ ", b.shape(), options.transpose_b ? "^T" : "");

  Tensor out(a.shape().with(-2, rows).with(-1, columns));
  multiply_all(a.value(), b.value(), options, out);
  return make_op(
      "batched_matmul", std::move(out), {a, b}, [options](const Node& self, const Tensor& g) {
        const auto [ta, tb] = options;
        Gradients gradients(2);
        if (self.needs_grad(0)) {  // y = A B: dA = g B^T, and a holds A or A^T
          gradients[0] = Tensor(self.input(0).shape());
          if (ta) {
            multiply_all(self.input(1), g, {.transpose_a = tb, .transpose_b = true}, gradients[0]);
          } else {
            multiply_all(g, self.input(1), {.transpose_b = !tb}, gradients[0]);
          }
        }
        if (self.needs_grad(1)) {  // dB = A^T g
          gradients[1] = Tensor(self.input(1).shape());
          if (tb) {
            multiply_all(g, self.input(0), {.transpose_a = true, .transpose_b = ta}, gradients[1]);
          } else {
            multiply_all(self.input(0), g, {.transpose_a = !ta}, gradients[1]);
          }
        }
        return gradients;
      });
}

}}  // namespace anneal::ANNEAL_PRECISION
