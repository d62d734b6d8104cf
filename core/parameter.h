#pragma once

#include <string>
#include <vector>

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// What a parameter is to its layer; optimizers may exempt biases and norms from weight decay.
enum class ParameterRole { kWeight, kBias, kNorm };

/// A trainable value under its full name in the model, such as "layers.0.weight".
struct NamedParameter {
  std::string name;
  Var var;
  ParameterRole role = ParameterRole::kWeight;
};

using NamedParameters = std::vector<NamedParameter>;

}}  // namespace anneal::ANNEAL_PRECISION
