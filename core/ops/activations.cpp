#include "core/ops/activations.h"

#include "core/eigen_views.h"
#include "core/node.h"
#include "core/ops/elementwise.h"
#include "core/ops/gelu.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
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

}}  // namespace anneal::ANNEAL_PRECISION
