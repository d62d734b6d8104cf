#include "core/ops/attention.h"

#include <cmath>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"
#include "core/product.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

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
  // The (T, d) blocks of one head inside of rows that hold all heads; part 0, 1, 2: queries, keys,
  // values.
  MatrixPart part(const Tensor& qkv, Index n, int part) const {
    return head_part(qkv.data() + offset(n, 3 * width) + part * width, 3 * width);
  }
  MatrixPart head(const Tensor& y, Index n) const {
    return head_part(y.data() + offset(n, width), width);
  }
  MatrixPart head_part(const Scalar* values, Index row_step) const {
    return {.values = values, .rows = length, .columns = head_width, .row_step = row_step};
  }
  ProductTarget target(Tensor& qkv, Index n, int part) const {
    return {.values = qkv.data() + offset(n, 3 * width) + part * width, .row_step = 3 * width};
  }
  ProductTarget target(Tensor& y, Index n) const {
    return {.values = y.data() + offset(n, width), .row_step = width};
  }
  // The n-th (T, T) matrix of a tensor of them.
  MatrixPart square(const Tensor& t, Index n) const {
    return dense_matrix(t.data() + n * length * length, length, length);
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
    multiply(sizes.part(qkv.value(), n, 0), sizes.part(qkv.value(), n, 1).transposed(),
             {.values = p.data(), .row_step = sizes.length});
    causal_softmax(scale, p);
    multiply(sizes.square(probabilities, n), sizes.part(qkv.value(), n, 2), sizes.target(out, n));
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
          const MatrixPart g_head = sizes.head(g, n);
          multiply(sizes.square(probabilities, n).transposed(), g_head,
                   sizes.target(gradients[0], n, 2));
          multiply(g_head, sizes.part(self.input(0), n, 2).transposed(),
                   {.values = dz.data(), .row_step = length});
          causal_softmax_backward(p, dz);
          dz *= scale;
          multiply(sizes.square(slopes, 0), sizes.part(self.input(0), n, 1),
                   sizes.target(gradients[0], n, 0));
          multiply(sizes.square(slopes, 0).transposed(), sizes.part(self.input(0), n, 0),
                   sizes.target(gradients[0], n, 1));
        }
        return gradients;
      });
}

}}  // namespace anneal::ANNEAL_PRECISION
