#include "models/activation.h"

#include "core/check.h"
#include "core/ops/activations.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Activation activation_by_name(std::string_view name) {
  if (name == "relu") {
    return Activation::kRelu;
  }
  if (name == "tanh") {
    return Activation::kTanh;
  }
  if (name == "gelu") {
    return Activation::kGelu;
  }
  check(name == "sigmoid", "activation: unknown name \"", name, "\" (relu, tanh, gelu or sigmoid)");
  return Activation::kSigmoid;
}

Var activate(Activation activation, const Var& x) {
  switch (activation) {
    case Activation::kRelu:
      return relu(x);
    case Activation::kTanh:
      return tanh(x);
    case Activation::kGelu:
      return gelu(x);
    case Activation::kSigmoid:
      break;
  }
  return sigmoid(x);
}

}}  // namespace anneal::ANNEAL_PRECISION
