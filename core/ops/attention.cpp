#include "core/ops/attention.h"

#include <cmath>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"

namespace anneal::inline ANNEAL_PRECISION {
namespace {

// The (T, d) block of one head inside of rows that hold all heads.
using HeadView = Eigen::Map<Matrix, Eigen::Unaligned, Eigen::OuterStride<>>;
using ConstHeadView = Eigen::Map<const Matrix, Eigen::Unaligned, Eigen::OuterStride<>>;
using SquareView = Eigen::Map<Matrix>;
using ConstSquareView = Eigen::Map<const Matrix>;

struct Sizes {
  Index batch = 0;   // B
  Index length = 0;  // T
  Index width = 0;   // C
  Index heads = 0;
  Index head_width = 0;  // d

  Index squares() const { return batch * heads; }
  // Where the block of the n-th (batch entry, head) pair starts, in rows of `row_width` numbers.
  Index offset(Index n, Index row_width) const {
    return n / heads * length * row_width + n % heads * head_width;
  }
  // part 0, 1, 2: queries, keys, values.
  ConstHeadView part(const Tensor& qkv, Index n, int part) const {
    return {qkv.data() + offset(n, 3 * width) + part * width, length, head_width,
            Eigen::OuterStride<>(3 * width)};
  }
  HeadView part(Tensor& qkv, Index n, int part) const {
    return {qkv.data() + offset(n, 3 * width) + part * width, length, head_width,
            Eigen::OuterStride<>(3 * width)};
  }
  ConstHeadView head(const Tensor& y, Index n) const {
    return {y.data() + offset(n, width), length, head_width, Eigen::OuterStride<>(width)};
  }
  HeadView head(Tensor& y, Index n) const {
    return {y.data() + offset(n, width), length, head_width, Eigen::OuterStride<>(width)};
  }
};

// Row t: softmax over its first t + 1 scores, zero after them.
void causal_softmax(Scalar scale, SquareView scores) {
  for (Index t = 0; t < scores.rows(); ++t) {
    auto seen = scores.row(t).head(t + 1);
    seen = (scale * (seen.array() - seen.maxCoeff())).exp();
    seen /= seen.sum();
    scores.row(t).tail(scores.cols() - t - 1).setZero();
  }
}

// `dp` becomes dz, the gradient of the scaled scores: p (dp - sum_s p dp).
void causal_softmax_backward(ConstSquareView p, SquareView dp) {
  for (Index t = 0; t < p.rows(); ++t) {
    const auto seen = p.row(t).head(t + 1);
    auto slope = dp.row(t).head(t + 1);
    const Scalar mean = slope.dot(seen);
    slope = seen.array() * (slope.array() - mean);
    dp.row(t).tail(p.cols() - t - 1).setZero();
  }
}

}  // namespace

Var causal_attention(const Var& qkv, Index heads) {
  check(heads > 0, "causal_attention: heads must be > 0, got ", heads);
  check(qkv.shape().rank() == 3 && qkv.shape()[2] % (3 * heads) == 0 && qkv.shape().size() > 0,
        "causal_attention: expected (B, T, 3 C) with C divisible by ", heads, " heads, got ",
        qkv.shape());
  const Index width = qkv.shape()[2] / 3;
  const Sizes sizes{.batch = qkv.shape()[0],
                    .length = qkv.shape()[1],
                    .width = width,
                    .heads = heads,
                    .head_width = width / heads};
  const Scalar scale = 1 / std::sqrt(static_cast<Scalar>(sizes.head_width));
  const Index square = sizes.length * sizes.length;

  Tensor out(Shape{sizes.batch, sizes.length, width});
  Tensor probabilities(Shape{sizes.squares(), sizes.length, sizes.length});
  for (Index n = 0; n < sizes.squares(); ++n) {
    SquareView p(probabilities.data() + n * square, sizes.length, sizes.length);
    p.noalias() = sizes.part(qkv.value(), n, 0) * sizes.part(qkv.value(), n, 1).transpose();
    causal_softmax(scale, p);
    sizes.head(out, n).noalias() = p * sizes.part(qkv.value(), n, 2);
  }

  return make_op(
      "causal_attention", std::move(out), {qkv},
      [sizes, scale, probabilities = std::move(probabilities)](const Node& self, const Tensor& g) {
        const Index length = sizes.length;
        Gradients gradients(1);
        gradients[0] = Tensor(self.input(0).shape());
        Tensor slopes(Shape{length, length});
        SquareView dz(slopes.data(), length, length);
        for (Index n = 0; n < sizes.squares(); ++n) {
          const ConstSquareView p(probabilities.data() + n * length * length, length, length);
          const ConstHeadView g_head = sizes.head(g, n);
          sizes.part(gradients[0], n, 2).noalias() = p.transpose() * g_head;
          dz.noalias() = g_head * sizes.part(self.input(0), n, 2).transpose();
          causal_softmax_backward(p, dz);
          dz *= scale;
          sizes.part(gradients[0], n, 0).noalias() = dz * sizes.part(self.input(0), n, 1);
          sizes.part(gradients[0], n, 1).noalias() =
              dz.transpose() * sizes.part(self.input(0), n, 0);
        }
        return gradients;
      });
}

}  // namespace anneal::inline ANNEAL_PRECISION
