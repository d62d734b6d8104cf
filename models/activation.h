#pragma once

#include <string_view>

#include "core/var.h"

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

}}  // namespace anneal::ANNEAL_PRECISION
