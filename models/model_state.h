#pragma once

#include <string_view>

#include "core/state.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A copy of all parameters and buffers under their full names, in order of use.
State state_of(const Module& module);

/// Sets all parameters and buffers from `state`; `what` names it in errors (a file, say).
///
/// All or nothing: everything is checked before the first value changes. Throws
/// std::invalid_argument naming the tensor if one is missing, is not part of the model, or has
/// another shape:
/// init.safetensors: "layers.0.weight" is (256, 100), the model needs (256, 784)
void load_state_into(const Module& module, const State& state, std::string_view what);

}}  // namespace anneal::ANNEAL_PRECISION
