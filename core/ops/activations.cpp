#include "core/ops/activations.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <type_traits>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/elementwise.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr Index kBlock = 256;  // numbers at a time: their exponentials stay in the first cache
using Block = Eigen::Array<Scalar, kBlock, 1>;

constexpr auto kInverseSqrt2Pi =
    static_cast<Scalar>(std::numbers::inv_sqrtpi / std::numbers::sqrt2);

// The polynomial P of gelu_values(), from the constant term up, and the range that it was made for.
struct FloatTail {
  [[maybe_unused]] static constexpr double kMiddle = 4;
  [[maybe_unused]] static constexpr double kLast = 14;  // Phi(-14) is below the smallest float
  [[maybe_unused]] static constexpr double kCoefficients[] = {
      0.7552851383,    -0.6078966183, 0.3871366841,   -0.1865226849,   0.06040668873,
      -0.007529250703, -0.0035261837, 0.001572317879, 0.0002012617303, -0.0001201844011};
};
struct DoubleTail {
  [[maybe_unused]] static constexpr double kMiddle = 5;
  [[maybe_unused]] static constexpr double kLast = 39;  // Phi(-39) is below the smallest double
  [[maybe_unused]] static constexpr double kCoefficients[] = {
      0.769193049750062966,     -0.665382502890056787,     0.495305615969974136,
      -0.313533156671297106,    0.165020366170500695,      -0.069118638706479819,
      0.0207950667975698564,    -0.00299337676909447282,   -0.000797869374891193326,
      0.000544899062695852058,  -0.0000593758661673607092, -0.0000497628531650301359,
      0.0000166817036097726794, 3.98118274153257746e-6,    -2.77032094414695228e-6,
      -3.37496520352463191e-7,  4.34439072637645847e-7,    4.37584159828557488e-8,
      -6.66752933922757159e-8,  -1.06182741742393764e-8,   7.63041041787318234e-9,
      2.22493876771644329e-9};
};

// Phi(-u) / exp(-u^2 / 2) for u >= 0.
template <class Tail>
Scalar scaled_tail(Scalar u) {
  u = std::min(u, static_cast<Scalar>(Tail::kLast));
  const Scalar inverse = 1 / (u + static_cast<Scalar>(Tail::kMiddle));
  const Scalar t = (u - static_cast<Scalar>(Tail::kMiddle)) * inverse;
  Scalar p = 0;
  for (std::size_t i = std::size(Tail::kCoefficients); i-- > 0;) {
    p = p * t + static_cast<Scalar>(Tail::kCoefficients[i]);
  }
  return p * inverse;
}

template <class Tail>
void gelu_block(const Scalar* __restrict x,
                const Scalar* __restrict exponential,  // exp(-x^2 / 2)
                Index count,
                Scalar* __restrict y,
                Scalar* __restrict slope) {
  for (Index i = 0; i < count; ++i) {
    // Below 0 the tail itself, above it 1 - tail: neither loses digits to the other.
    const Scalar tail = exponential[i] * scaled_tail<Tail>(std::abs(x[i]));
    const Scalar distribution = x[i] < 0 ? tail : 1 - tail;
    y[i] = x[i] * distribution;
    slope[i] = distribution + x[i] * (kInverseSqrt2Pi * exponential[i]);
  }
}

struct GeluValues {
  Tensor y;      // x Phi(x)
  Tensor slope;  // dy/dx = Phi(x) + x phi(x)
};

// GELU and its derivative, in one vectorised pass.
//
//   Phi(-u) = exp(-u^2 / 2) P(t) / (u + k),   t = (u - k) / (u + k),   u = |x|
//
// P is a polynomial of degree 9 in float (k = 4, relative error 1.3e-8) and 21 in double (k = 5,
// 3.6e-17), interpolated at Chebyshev nodes. Phi is within 1.2e-7 in float and 4e-16 in double
// of the exact value; std::erf is as exact, but a call per element, which was 45 % of a small
// transformer's training step; the benchmark gelu_activation measures this one.
GeluValues gelu_values(const Tensor& x) {
  using Tail = std::conditional_t<std::is_same_v<Scalar, float>, FloatTail, DoubleTail>;
  GeluValues values{Tensor(x.shape()), Tensor(x.shape())};
  Block exponential;
  for (Index begin = 0; begin < x.size(); begin += kBlock) {
    const Index count = std::min(kBlock, x.size() - begin);
    const Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>> in(x.data() + begin, count);
    exponential.head(count) = (Scalar(-0.5) * in.square()).exp();
    gelu_block<Tail>(in.data(), exponential.data(), count, values.y.data() + begin,
                     values.slope.data() + begin);
  }
  return values;
}

}  // namespace

Var relu(const Var& x) {
  Tensor out = map(x.value(), [](Scalar v) { return v < 0 ? 0 : v; });  // NaN is not < 0
  return make_op("relu", std::move(out), {x}, [](const Node& self, Tensor g) {
    Gradients grads(1);
    grads[0] = relu_gradient(std::move(g), self.output());
    return grads;
  });
}

Var tanh(const Var& x) {
  Tensor out(x.shape());
  as_array(out) = as_array(x.value()).tanh();
  return make_op("tanh", std::move(out), {x}, [](const Node& self, Tensor g) {
    Gradients grads(1);
    grads[0] =
        update(std::move(g), self.output(), [](Scalar g_i, Scalar y) { return g_i * (1 - y * y); });
    return grads;
  });
}

Var sigmoid(const Var& x) {
  Tensor out(x.shape());
  as_array(out) = as_array(x.value()).logistic();
  return make_op("sigmoid", std::move(out), {x}, [](const Node& self, Tensor g) {
    Gradients grads(1);
    grads[0] =
        update(std::move(g), self.output(), [](Scalar g_i, Scalar y) { return g_i * y * (1 - y); });
    return grads;
  });
}

Var gelu(const Var& x) {
  GeluValues values = gelu_values(x.value());
  return make_op("gelu", std::move(values.y), {x},
                 [slope = std::move(values.slope)](const Node& /*self*/, Tensor g) {
                   Gradients grads(1);
                   grads[0] = update(std::move(g), slope,
                                     [](Scalar g_i, Scalar slope_i) { return g_i * slope_i; });
                   return grads;
                 });
}

Var softmax(const Var& x) {
  check(x.shape().rank() >= 1 && x.shape()[-1] > 0,
        "softmax: expected at least one element along the last axis, got shape ", x.shape());
  Tensor out(x.shape());
  const ConstMatrixView in = as_matrix(x.value());
  MatrixView y = as_matrix(out);
  for (Index row = 0; row < in.rows(); ++row) {
    // Shifted by the largest, so that nothing overflows.
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

Var dropout(const Var& x, double p, Rng rng) {
  check(0.0 <= p && p < 1.0, "dropout: p must be in [0, 1), got ", p);
  if (p == 0) {
    return x;
  }
  Tensor mask(x.shape());
  const auto kept = static_cast<Scalar>(1.0 / (1.0 - p));
  // One word per element, whatever p is: masks of two values of p under one stream are nested.
  for (Scalar& factor : mask.values()) {
    factor = rng.uniform() < p ? 0 : kept;
  }
  Tensor out(x.shape());
  as_array(out) = as_array(x.value()) * as_array(std::as_const(mask));
  return make_op("dropout", std::move(out), {x},
                 [mask = std::move(mask)](const Node& /*self*/, Tensor g) {
                   as_array(g) *= as_array(mask);
                   Gradients gradients(1);
                   gradients[0] = std::move(g);
                   return gradients;
                 });
}

}}  // namespace anneal::ANNEAL_PRECISION
