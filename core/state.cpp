#include "core/state.h"

#include <algorithm>

#include "core/check.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

const Tensor* State::find(std::string_view name) const {
  const auto found = std::ranges::find(tensors, name, &NamedTensor::name);
  return found == tensors.end() ? nullptr : &found->value;
}

const Tensor& State::at(std::string_view name) const {
  const Tensor* tensor = find(name);
  check(tensor != nullptr, "state: there is no tensor \"", name, "\"");
  return *tensor;
}

}}  // namespace anneal::ANNEAL_PRECISION
