#include "core/ops/activations.h"

#include <cmath>
#include <numbers>

#include "core/eigen_views.h"
#include "core/node.h"
#include "core/ops/elementwise.h"

namespace anneal::inline ANNEAL_PRECISION {
namespace {

constexpr auto kInverseSqrt2 = static_cast<Scalar>(1 / std::numbers::sqrt2);
constexpr auto kInverseSqrt2Pi =
    static_cast<Scalar>(std::numbers::inv_sqrtpi / std::numbers::sqrt2);

// Phi: the distribution function of the standard normal.
Scalar normal_distribution(Scalar x) {
  return Scalar(0.5) * (1 + std::erf(x * kInverseSqrt2));
}

// phi: its density.
Scalar normal_density(Scalar x) {
  return kInverseSqrt2Pi * std::exp(Scalar(-0.5) * x * x);
}

}  // namespace

Var relu(const Var& x) {
  Tensor out = map(x.value(), [](Scalar v) { return v < 0 ? 0 : v; });  // NaN is not < 0
  return make_op("relu", std::move(out), {x}, [](const Node& self, Tensor g) {
    Gradients grads(1);
    grads[0] =
        update(std::move(g), self.output(), [](Scalar g_i, Scalar y) { return y <= 0 ? 0 : g_i; });
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
  Tensor out = map(x.value(), [](Scalar v) { return v * normal_distribution(v); });
  return make_op("gelu", std::move(out), {x}, [](const Node& self, Tensor g) {
    Gradients grads(1);
    grads[0] = update(std::move(g), self.input(0), [](Scalar g_i, Scalar v) {
      return g_i * (normal_distribution(v) + v * normal_density(v));
    });
    return grads;
  });
}

}  // namespace anneal::inline ANNEAL_PRECISION
