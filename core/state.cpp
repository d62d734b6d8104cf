#include "core/state.h"

#include <algorithm>
#include <utility>

#include "core/check.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

NamedArrays arrays_of(const State& state) {
  NamedArrays result{.arrays = {}, .metadata = state.metadata};
  for (const auto& [name, value] : state.tensors) {
    check(value.has_value(), "state: tensor \"", name, "\" has no value");
    const std::span<const Scalar> elements = value.values();
    result.arrays.push_back({.name = name,
                             .shape = value.shape(),
                             .values = std::vector<Scalar>(elements.begin(), elements.end())});
  }
  return result;
}

State state_from(const NamedArrays& arrays) {
  State state{.tensors = {}, .metadata = arrays.metadata};
  for (const NamedArray& array : arrays.arrays) {
    Tensor tensor(array.shape);
    std::visit(
        [&](const auto& values) {
          std::ranges::transform(values, tensor.data(),
                                 [](auto value) { return static_cast<Scalar>(value); });
        },
        array.values);
    state.tensors.push_back({.name = array.name, .value = std::move(tensor)});
  }
  return state;
}

}}  // namespace anneal::ANNEAL_PRECISION
