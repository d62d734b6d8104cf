#include "core/ops/normalization.h"

#include <cmath>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using Cells = Eigen::Map<Eigen::Array<Scalar, Eigen::Dynamic, 1>>;
using ConstCells = Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>>;

// x as (B, C, cells): the numbers of one image and channel lie side by side.
struct Planes {
  explicit Planes(const Shape& shape)
      : batch(shape[0]),
        channels(shape[1]),
        cells(batch * channels == 0 ? 0 : shape.size() / (batch * channels)) {}

  Index count() const { return batch * cells; }
  ConstCells at(const Tensor& t, Index b, Index c) const {
    return {t.data() + (b * channels + c) * cells, cells};
  }
  Cells at(Tensor& t, Index b, Index c) const {
    return {t.data() + (b * channels + c) * cells, cells};
  }

  Index batch;
  Index channels;
  Index cells;
};

void check_shapes(const Var& x,
                  const Var& weight,
                  const Var& bias,
                  const BatchStatistics& statistics,
                  double eps) {
  check(x.shape().rank() >= 2, "batch_norm: expected (B, C, ...), got ", x.shape());
  const Shape channels{x.shape()[1]};
  check(weight.shape() == channels && bias.shape() == channels &&
            statistics.mean.shape() == channels && statistics.variance.shape() == channels,
        "batch_norm: input ", x.shape(), ", weight ", weight.shape(), ", bias ", bias.shape(),
        " and statistics ", statistics.mean.shape(), " do not fit");
  check(eps > 0, "batch_norm: eps must be > 0, got ", eps);
}

Tensor inverse_deviations(const Tensor& variance, double eps) {
  Tensor inverse(variance.shape());
  as_array(inverse) = (as_array(variance) + static_cast<Scalar>(eps)).rsqrt();
  return inverse;
}

// weight * (x - mean) * inverse + bias, channel by channel.
Tensor normalized_affine(const Tensor& x,
                         const Tensor& weight,
                         const Tensor& bias,
                         const Tensor& mean,
                         const Tensor& inverse) {
  const Planes planes(x.shape());
  Tensor y(x.shape());
  for (Index b = 0; b < planes.batch; ++b) {
    for (Index c = 0; c < planes.channels; ++c) {
      const Scalar scale = weight.data()[c] * inverse.data()[c];
      planes.at(y, b, c) = scale * (planes.at(x, b, c) - mean.data()[c]) + bias.data()[c];
    }
  }
  return y;
}

// Per channel: the sums of g and of g n, n = (x - mean) * inverse.
struct Sums {
  Tensor g;
  Tensor gn;
};
Sums channel_sums(const Tensor& g, const Tensor& x, const Tensor& mean, const Tensor& inverse) {
  const Planes planes(x.shape());
  Sums sums{Tensor(mean.shape()), Tensor(mean.shape())};
  for (Index c = 0; c < planes.channels; ++c) {
    // Within a plane in Scalar, which Eigen vectorises; over the batch in double, which costs
    // nothing.
    double sum = 0;
    double product = 0;
    for (Index b = 0; b < planes.batch; ++b) {
      const ConstCells slope = planes.at(g, b, c);
      sum += slope.sum();
      product += (slope * (planes.at(x, b, c) - mean.data()[c])).sum();
    }
    sums.g.data()[c] = static_cast<Scalar>(sum);
    sums.gn.data()[c] = static_cast<Scalar>(product) * inverse.data()[c];
  }
  return sums;
}

}  // namespace

BatchStatistics batch_statistics(const Tensor& x) {
  check(x.shape().rank() >= 2 && x.size() > 0, "batch_norm: expected (B, C, ...), got ", x.shape());
  const Planes planes(x.shape());
  BatchStatistics statistics{Tensor(Shape{planes.channels}), Tensor(Shape{planes.channels}),
                             planes.count()};
  const auto count = static_cast<double>(planes.count());
  for (Index c = 0; c < planes.channels; ++c) {
    double sum = 0;
    for (Index b = 0; b < planes.batch; ++b) {
      sum += planes.at(x, b, c).sum();
    }
    const auto mean = static_cast<Scalar>(sum / count);
    // A second pass: the mean of squares minus the squared mean would cancel where the mean is
    // large.
    double squares = 0;
    for (Index b = 0; b < planes.batch; ++b) {
      squares += (planes.at(x, b, c) - mean).square().sum();
    }
    statistics.mean.data()[c] = mean;
    statistics.variance.data()[c] = static_cast<Scalar>(squares / count);
  }
  return statistics;
}

Var batch_norm(const Var& x,
               const Var& weight,
               const Var& bias,
               const BatchStatistics& statistics,
               double eps) {
  check_shapes(x, weight, bias, statistics, eps);
  check(statistics.count > 1, "batch_norm: training needs more than one number per channel, got ",
        x.shape());
  Tensor inverse = inverse_deviations(statistics.variance, eps);
  Tensor out = normalized_affine(x.value(), weight.value(), bias.value(), statistics.mean, inverse);
  return make_op(
      "batch_norm", std::move(out), {x, weight, bias},
      [mean = statistics.mean, inverse = std::move(inverse)](const Node& self, Tensor g) {
        const Planes planes(g.shape());
        const Tensor& input = self.input(0);
        Sums sums = channel_sums(g, input, mean, inverse);
        if (self.needs_grad(0)) {
          const auto count = static_cast<Scalar>(planes.count());
          for (Index b = 0; b < planes.batch; ++b) {
            for (Index c = 0; c < planes.channels; ++c) {
              const Scalar scale = self.input(1).data()[c] * inverse.data()[c];
              const Scalar mean_g = sums.g.data()[c] / count;
              const Scalar slope = sums.gn.data()[c] / count * inverse.data()[c];
              Cells slopes = planes.at(g, b, c);
              slopes =
                  scale * (slopes - mean_g - slope * (planes.at(input, b, c) - mean.data()[c]));
            }
          }
        }
        Gradients gradients(3);
        gradients[0] = std::move(g);
        gradients[1] = std::move(sums.gn);
        gradients[2] = std::move(sums.g);
        return gradients;
      });
}

Var batch_norm_fixed(const Var& x,
                     const Var& weight,
                     const Var& bias,
                     const BatchStatistics& statistics,
                     double eps) {
  check_shapes(x, weight, bias, statistics, eps);
  Tensor inverse = inverse_deviations(statistics.variance, eps);
  Tensor out = normalized_affine(x.value(), weight.value(), bias.value(), statistics.mean, inverse);
  return make_op(
      "batch_norm_fixed", std::move(out), {x, weight, bias},
      [mean = statistics.mean, inverse = std::move(inverse)](const Node& self, Tensor g) {
        const Planes planes(g.shape());
        Sums sums = channel_sums(g, self.input(0), mean, inverse);
        for (Index b = 0; b < planes.batch; ++b) {
          for (Index c = 0; c < planes.channels; ++c) {
            planes.at(g, b, c) *= self.input(1).data()[c] * inverse.data()[c];
          }
        }
        Gradients gradients(3);
        gradients[0] = std::move(g);
        gradients[1] = std::move(sums.gn);
        gradients[2] = std::move(sums.g);
        return gradients;
      });
}

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
    // Two passes over a row that is in the cache: see batch_statistics().
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
