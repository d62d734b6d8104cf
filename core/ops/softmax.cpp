#include "core/ops/softmax.h"

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Var softmax(const Var& x) {
  check(x.shape().rank() >= 1 && x.shape()[-1] > 0,
        "softmax: expected at least one element along the last axis, got shape ", x.shape());
  Tensor out(x.shape());
  const ConstMatrixView in = as_matrix(x.value());
  MatrixView y = as_matrix(out);
  for (Index row = 0; row < in.rows(); ++row) {
    y.row(row) = (in.row(row).array() - in.row(row).maxCoeff()).exp();
    y.row(row) /= y.row(row).sum();
  }
  return make_op("softmax", std::move(out), {x}, [](const Node& self, Tensor g) {
    const ConstMatrixView y_rows = as_matrix(self.output());
    MatrixView g_rows = as_matrix(g);
    for (Index row = 0; row < y_rows.rows(); ++row) {
      const Scalar mean = g_rows.row(row).dot(y_rows.row(row));
      g_rows.row(row) = y_rows.row(row).array() * (g_rows.row(row).array() - mean);
    }
    Gradients gradients(1);
    gradients[0] = std::move(g);
    return gradients;
  });
}

}}  // namespace anneal::ANNEAL_PRECISION
