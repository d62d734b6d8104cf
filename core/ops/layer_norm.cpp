#include "core/ops/layer_norm.h"

#include <cmath>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Var layer_norm(const Var& x, const Var& weight, const Var& bias, double eps) {
  check(x.shape().rank() >= 1 && x.shape()[-1] > 0 && weight.shape() == Shape{x.shape()[-1]} &&
            bias.shape() == weight.shape(),
        "layer_norm: input ", x.shape(), ", weight ", weight.shape(), " and bias ", bias.shape(),
        " do not fit");
  check(eps > 0, "layer_norm: eps must be > 0, got ", eps);

  Tensor out(x.shape());
  Tensor normalized(x.shape());
  const ConstMatrixView in = as_matrix(x.value());
  MatrixView n = as_matrix(normalized);
  MatrixView y = as_matrix(out);
  Tensor inverse_deviation(Shape{in.rows()});
  const auto w = as_array(weight.value()).transpose();
  const auto b = as_array(bias.value()).transpose();
  const auto columns = static_cast<Scalar>(in.cols());
  for (Index row = 0; row < in.rows(); ++row) {
    n.row(row) = in.row(row).array() - in.row(row).sum() / columns;
    const Scalar variance = n.row(row).squaredNorm() / columns;
    const Scalar inverse = 1 / std::sqrt(variance + static_cast<Scalar>(eps));
    inverse_deviation.data()[row] = inverse;
    n.row(row) *= inverse;
    y.row(row) = n.row(row).array() * w + b;
  }

  return make_op("layer_norm", std::move(out), {x, weight, bias},
                 [normalized = std::move(normalized),
                  inverse_deviation = std::move(inverse_deviation)](const Node& self, Tensor g) {
                   const ConstMatrixView n_rows = as_matrix(normalized);
                   MatrixView g_rows = as_matrix(g);
                   const auto weights = as_array(self.input(1)).transpose();
                   const auto width = static_cast<Scalar>(n_rows.cols());
                   Gradients gradients(3);
                   gradients[1] = Tensor::zeros(self.input(1).shape());
                   gradients[2] = Tensor::zeros(self.input(2).shape());
                   auto dw = as_array(gradients[1]).transpose();
                   auto db = as_array(gradients[2]).transpose();
                   for (Index row = 0; row < n_rows.rows(); ++row) {
                     dw += g_rows.row(row).array() * n_rows.row(row).array();
                     db += g_rows.row(row).array();
                     g_rows.row(row).array() *= weights;
                     const Scalar mean = g_rows.row(row).sum() / width;
                     const Scalar slope = g_rows.row(row).dot(n_rows.row(row)) / width;
                     g_rows.row(row) =
                         (g_rows.row(row).array() - mean - slope * n_rows.row(row).array()) *
                         inverse_deviation.data()[row];
                   }
                   gradients[0] = std::move(g);
                   return gradients;
                 });
}

}}  // namespace anneal::ANNEAL_PRECISION
