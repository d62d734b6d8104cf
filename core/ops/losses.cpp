#include "core/ops/losses.h"

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/elementwise.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// The softmax of every row, and the logarithm of the sum that it was divided by:
// log_softmax(x)_k = x_k - log_sum.
struct RowSoftmax {
  Tensor probabilities;  // (..., K)
  Tensor log_sum;        // (B)
};

RowSoftmax row_softmax(const Tensor& x) {
  RowSoftmax result{Tensor(x.shape()), Tensor(Shape{row_count(x.shape())})};
  const ConstMatrixView in = as_matrix(x);
  MatrixView p = as_matrix(result.probabilities);
  ArrayView log_sum = as_array(result.log_sum);
  // Shifted by the largest logit, so that nothing overflows. All exponentials in one sweep: rows of
  // 10 classes alone would leave the vector units half empty.
  log_sum = in.rowwise().maxCoeff().array();
  p = in.colwise() - log_sum.matrix();
  as_array(result.probabilities) = as_array(std::as_const(result.probabilities)).exp();
  for (Index b = 0; b < p.rows(); ++b) {
    const Scalar total = p.row(b).sum();
    // One division for the row instead of one for each class.
    p.row(b) *= 1 / total;
    log_sum[b] += std::log(total);
  }
  return result;
}

// The checks and numbers that both kinds of target share.
struct Smoothing {
  Scalar keep;    // what is left of the target, 1 - s
  Scalar spread;  // what every class gets, s / K
};

Smoothing smoothing(const Shape& logits, const CrossEntropyOptions& options) {
  const double s = options.label_smoothing;
  check(logits.rank() >= 1 && logits.size() > 0, "cross_entropy: expected logits (..., K), got ",
        logits);
  check(0.0 <= s && s < 1.0, "cross_entropy: label_smoothing must be in [0, 1), got ", s);
  return {static_cast<Scalar>(1 - s), static_cast<Scalar>(s / static_cast<double>(logits[-1]))};
}

// The gradient is known as soon as the loss is, so it is all that is kept for the way back.
Var fused_loss(const char* name, Scalar loss, Tensor gradient, const Var& input) {
  return make_op(name, Tensor::scalar(loss), {input},
                 [gradient = std::move(gradient)](const Node& /*self*/, const Tensor& g) {
                   Gradients grads(1);
                   grads[0] = map(gradient, [g_0 = g.item()](Scalar d) { return g_0 * d; });
                   return grads;
                 });
}

}  // namespace

Var log_softmax(const Var& x) {
  check(x.shape().rank() >= 1, "log_softmax: expected rank 1 or more, got ", x.shape());
  RowSoftmax softmax = row_softmax(x.value());
  Tensor out(x.shape());
  as_matrix(out) =
      as_matrix(x.value()).colwise() - as_array(std::as_const(softmax.log_sum)).matrix();
  return make_op("log_softmax", std::move(out), {x},
                 [p = std::move(softmax.probabilities)](const Node& /*self*/, Tensor g) {
                   MatrixView dx = as_matrix(g);
                   for (Index row = 0; row < dx.rows(); ++row) {
                     dx.row(row) -= dx.row(row).sum() * as_matrix(p).row(row);
                   }
                   Gradients grads(1);
                   grads[0] = std::move(g);
                   return grads;
                 });
}

Var cross_entropy(const Var& logits,
                  std::span<const std::int32_t> labels,
                  const CrossEntropyOptions& options) {
  const auto [keep, spread] = smoothing(logits.shape(), options);
  const Index rows = row_count(logits.shape());
  const Index classes = column_count(logits.shape());
  check(std::ssize(labels) == rows, "cross_entropy: ", labels.size(), " labels for logits ",
        logits.shape());

  const ConstMatrixView x = as_matrix(logits.value());
  RowSoftmax softmax = row_softmax(logits.value());
  Tensor gradient = std::move(softmax.probabilities);
  MatrixView d = as_matrix(gradient);
  if (spread != 0) {
    d.array() -= spread;
  }
  double loss = 0;
  for (Index b = 0; b < rows; ++b) {
    const Index label = labels[b];
    check(0 <= label && label < classes, "cross_entropy: label ", label, " in row ", b,
          " is outside of 0..", classes - 1);
    const Scalar log_sum = softmax.log_sum.data()[b];
    loss += keep * (log_sum - x(b, label));
    if (spread != 0) {
      loss += spread * (static_cast<Scalar>(classes) * log_sum - x.row(b).sum());
    }
    // softmax - t; the labels touch one class of a row each, so no matrix of targets is made.
    d(b, label) -= keep;
  }
  as_array(gradient) *= 1 / static_cast<Scalar>(rows);
  return fused_loss("cross_entropy", static_cast<Scalar>(loss / static_cast<double>(rows)),
                    std::move(gradient), logits);
}

Var cross_entropy(const Var& logits, const Tensor& targets, const CrossEntropyOptions& options) {
  const auto [keep, spread] = smoothing(logits.shape(), options);
  check(targets.shape() == logits.shape(), "cross_entropy: targets are ", targets.shape(),
        ", logits are ", logits.shape());
  const Index rows = row_count(logits.shape());

  const ConstMatrixView x = as_matrix(logits.value());
  RowSoftmax softmax = row_softmax(logits.value());
  Tensor gradient = std::move(softmax.probabilities);
  MatrixView d = as_matrix(gradient);
  Tensor smoothed = targets;
  as_array(smoothed) = as_array(targets) * keep + spread;
  const ConstMatrixView t = as_matrix(std::as_const(smoothed));
  double loss = 0;
  for (Index b = 0; b < rows; ++b) {
    loss += (t.row(b).array() * (softmax.log_sum.data()[b] - x.row(b).array())).sum();
    d.row(b) = d.row(b) * t.row(b).sum() - t.row(b);
  }
  as_array(gradient) *= 1 / static_cast<Scalar>(rows);
  return fused_loss("cross_entropy", static_cast<Scalar>(loss / static_cast<double>(rows)),
                    std::move(gradient), logits);
}

namespace {

// prediction - target, after the checks.
Tensor residual(const Tensor& prediction, const Tensor& target) {
  check(prediction.shape() == target.shape(), "mse: shapes differ: prediction ", prediction.shape(),
        ", target ", target.shape());
  check(prediction.size() > 0, "mse: there is no element in ", prediction.shape());
  return map_pairs(prediction, target, "mse", [](Scalar p, Scalar t) { return p - t; });
}

Scalar mean_square(const Tensor& residual) {
  return as_array(residual).square().sum() / static_cast<Scalar>(residual.size());
}

// 2 g (prediction - target) / n
Tensor mse_gradient(const Tensor& residual, const Tensor& g) {
  const Scalar factor = 2 * g.item() / static_cast<Scalar>(residual.size());
  return map(residual, [factor](Scalar r) { return factor * r; });
}

}  // namespace

Var mse(const Var& prediction, const Tensor& target) {
  Tensor r = residual(prediction.value(), target);
  const Scalar loss = mean_square(r);
  return make_op("mse", Tensor::scalar(loss), {prediction},
                 [r = std::move(r)](const Node& /*self*/, const Tensor& g) {
                   Gradients grads(1);
                   grads[0] = mse_gradient(r, g);
                   return grads;
                 });
}

Var mse(const Var& prediction, const Var& target) {
  Tensor r = residual(prediction.value(), target.value());
  const Scalar loss = mean_square(r);
  return make_op("mse", Tensor::scalar(loss), {prediction, target},
                 [r = std::move(r)](const Node& self, const Tensor& g) {
                   Gradients grads(2);
                   grads[0] = mse_gradient(r, g);
                   if (self.needs_grad(1)) {
                     grads[1] = map(grads[0], [](Scalar d) { return -d; });
                   }
                   return grads;
                 });
}

}}  // namespace anneal::ANNEAL_PRECISION
