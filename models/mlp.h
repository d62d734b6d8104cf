#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/var.h"
#include "models/init.h"
#include "models/layers/linear.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// The nonlinearity between two layers, element by element.
enum class Activation {
  kRelu,
  kTanh,
  kGelu,
  kSigmoid,
};

/// "relu", "tanh", "gelu" or "sigmoid". Throws std::invalid_argument for any other name.
Activation activation_by_name(std::string_view name);

/// `x` after the nonlinearity.
Var activate(Activation activation, const Var& x);

struct MlpOptions {
  Index inputs = 0;                // numbers per sample
  std::vector<Index> hidden = {};  // widths; none: logistic or linear regression
  Index outputs = 0;
  Activation activation = Activation::kRelu;
  Init init = Init::kDefault;
  bool bias = true;
};

/// A multilayer perceptron: linear layers with a nonlinearity between them, none after the last.
///
/// Shapes: x (B, inputs), or (B, ...) with as many numbers per sample -> (B, outputs).
/// Parameters: "layers.0.weight" (out, in), "layers.0.bias", "layers.1.weight" ..., numbered by
/// linear layer. (torch.nn.Sequential counts the activations too.)
class Mlp final : public Module {
 public:
  /// Throws std::invalid_argument unless every width is > 0.
  Mlp(const MlpOptions& options, std::uint64_t seed);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& contents) const override;

  Activation activation_;
  std::vector<Linear> layers_;
};

}}  // namespace anneal::ANNEAL_PRECISION
