#include "core/ops/matmul.h"

#include <limits>

#include "core/check.h"
#include "core/elementwise.h"
#include "core/node.h"
#include "core/product.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// a b with either factor transposed first; leading axes together are the rows.
Tensor product(const Tensor& a, const Tensor& b, const MatmulOptions& t) {
  return product(matrix_of(a).transposed_if(t.transpose_a),
                 matrix_of(b).transposed_if(t.transpose_b));
}

// Adds the bias, if there is one, to every row of y; with relu, what is then below 0 becomes 0.
void finish_rows(Tensor& y, const Var& bias, bool relu) {
  if (!bias.has_value() && !relu) {
    return;
  }
  const Index columns = y.shape()[-1];
  const Tensor none = bias.has_value() ? Tensor() : Tensor::zeros(Shape{columns});
  const Scalar* offsets = bias.has_value() ? bias.value().data() : none.data();
  const Scalar least = relu ? 0 : -std::numeric_limits<Scalar>::infinity();
  Scalar* row = y.data();
  for (const Scalar* end = row + y.size(); row < end; row += columns) {
    for (Index j = 0; j < columns; ++j) {
      const Scalar value = row[j] + offsets[j];
      row[j] = value < least ? least : value;  // NaN is not < 0
    }
  }
}

}  // namespace

Var matmul(const Var& a, const Var& b, const MatmulOptions& options) {
  const Shape& sa = a.shape();
  const Shape& sb = b.shape();
  const bool ta = options.transpose_a;
  const bool tb = options.transpose_b;
  check(sa.rank() == 2 && sb.rank() == 2, "matmul: expected rank 2 and 2, got ", sa, " and ", sb);
  check(sa[ta ? 0 : 1] == sb[tb ? 1 : 0], "matmul: inner sizes differ: ", sa, ta ? "^T" : "", " @ ",
        sb, tb ? "^T" : "");

  Tensor out = product(a.value(), b.value(), options);
  return make_op("matmul", std::move(out), {a, b}, [ta, tb](const Node& self, const Tensor& g) {
    const Tensor& in_a = self.input(0);
    const Tensor& in_b = self.input(1);
    Gradients grads(2);
    if (self.needs_grad(0)) {  // da = g b^T; transposed: da = b g^T
      grads[0] = ta ? product(in_b, g, {.transpose_a = tb, .transpose_b = true})
                    : product(g, in_b, {.transpose_a = false, .transpose_b = !tb});
    }
    if (self.needs_grad(1)) {  // db = a^T g; transposed: db = g^T a
      grads[1] = tb ? product(g, in_a, {.transpose_a = true, .transpose_b = ta})
                    : product(in_a, g, {.transpose_a = !ta, .transpose_b = false});
    }
    return grads;
  });
}

Var affine(const Var& x, const Var& weight, const Var& bias, const AffineOptions& options) {
  const Shape& sx = x.shape();
  const Shape& sw = weight.shape();
  check(sx.rank() >= 1 && sw.rank() == 2 && sx[-1] == sw[1], "affine: input is ", sx,
        ", weight is ", sw, ", which takes (..., in) and (out, in)");
  check(!bias.has_value() || bias.shape() == Shape{sw[0]}, "affine: weight is ", sw, ", bias is ",
        bias.has_value() ? bias.shape() : Shape{});

  Tensor out(sx.with(-1, sw[0]));
  multiply(matrix_of(x.value()), matrix_of(weight.value()).transposed(),
           {.values = out.data(), .row_step = sw[0]});
  finish_rows(out, bias, options.relu);

  const auto backward = [relu = options.relu](const Node& self, Tensor g) {
    const bool has_bias = self.input_count() == 3;
    Gradients grads(has_bias ? 3 : 2);
    if (relu) {
      g = relu_gradient(std::move(g), self.output());
    }
    if (self.needs_grad(0)) {  // dx = g W
      grads[0] = Tensor(self.input(0).shape());
      multiply(matrix_of(g), matrix_of(self.input(1)),
               {.values = grads[0].data(), .row_step = self.input(1).shape()[1]});
    }
    if (self.needs_grad(1)) {  // dW = g^T x
      grads[1] = product(g, self.input(0), {.transpose_a = true});
    }
    if (has_bias && self.needs_grad(2)) {
      grads[2] = std::move(g);  // the engine sums it over the rows
    }
    return grads;
  };
  if (!bias.has_value()) {
    return make_op("affine", std::move(out), {x, weight}, backward);
  }
  return make_op("affine", std::move(out), {x, weight, bias}, backward);
}

}}  // namespace anneal::ANNEAL_PRECISION
