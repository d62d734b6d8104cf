#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.h"
#include "core/named_arrays.h"
#include "core/tensor.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct NamedTensor {
  std::string name;
  Tensor value;
};

/// Named numbers and texts: what a model, an optimizer or a run needs to continue.
struct State {
  std::vector<NamedTensor> tensors;
  std::map<std::string, std::string> metadata;

  /// The tensor of that name, nullptr if there is none.
  const Tensor* find(std::string_view name) const {
    for (const NamedTensor& tensor : tensors) {
      if (tensor.name == name) {
        return &tensor.value;
      }
    }
    return nullptr;
  }
  /// The same; throws std::invalid_argument naming it if there is none.
  const Tensor& at(std::string_view name) const {
    const Tensor* tensor = find(name);
    check(tensor != nullptr, "state: there is no tensor \"", name, "\"");
    return *tensor;
  }
};

/// A copy of `state` outside of this precision.
/// Throws std::invalid_argument if a tensor has no value.
NamedArrays arrays_of(const State& state);

/// The state that `arrays` hold, converted to Scalar where they are in the other precision.
State state_from(const NamedArrays& arrays);

}}  // namespace anneal::ANNEAL_PRECISION
