#include "core/ops/sequence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"
#include "core/product.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using Rows = std::vector<Index, PoolAllocator<Index>>;

Rows checked_rows(const Tensor& ids, Index count) {
  Rows rows(ids.size());
  for (Index i = 0; i < ids.size(); ++i) {
    const Scalar id = ids.data()[i];
    check_range(id >= 0 && id < static_cast<Scalar>(count) && std::trunc(id) == id,
                "embedding: id ", id, " at position ", i, " is not one of 0, ..., ", count - 1);
    rows[i] = static_cast<Index>(id);
  }
  return rows;
}

Shape shape_with_columns(const Shape& ids, Index columns) {
  check(ids.rank() < Shape::kMaxRank, "embedding: ids must have rank < ", Shape::kMaxRank, ", got ",
        ids);
  std::array<Index, Shape::kMaxRank> extents{};
  std::ranges::copy(ids.extents(), extents.begin());
  extents[ids.rank()] = columns;
  return Shape(std::span<const Index>(extents.data(), ids.rank() + 1));
}

}  // namespace

Var embedding(const Var& table, const Tensor& ids) {
  check(table.shape().rank() == 2 && ids.has_value(),
        "embedding: expected a table (V, C) and ids, got a table ", table.shape());
  const Index columns = table.shape()[1];
  Rows rows = checked_rows(ids, table.shape()[0]);
  Tensor out(shape_with_columns(ids.shape(), columns));
  for (Index i = 0; i < std::ssize(rows); ++i) {
    std::copy_n(table.value().data() + rows[i] * columns, columns, out.data() + i * columns);
  }
  return make_op("embedding", std::move(out), {table},
                 [rows = std::move(rows)](const Node& self, const Tensor& g) {
                   Gradients gradients(1);
                   gradients[0] = Tensor::zeros(self.input(0).shape());
                   MatrixView slopes = as_matrix(gradients[0]);
                   const ConstMatrixView g_rows = as_matrix(g);
                   for (Index i = 0; i < std::ssize(rows); ++i) {
                     // Row by row: an id that comes twice receives both.
                     slopes.row(rows[i]) += g_rows.row(i);
                   }
                   return gradients;
                 });
}

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
    // Shifted by the largest score, so that nothing overflows. What a position may not see is never
    // exponentiated: half of the work, and no minus infinity.
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
