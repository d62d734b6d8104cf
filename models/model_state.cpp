#include "models/model_state.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "core/check.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

std::vector<NamedBuffer> values_of(const Module& module) {
  Contents contents = module.contents();
  std::vector<NamedBuffer> values;
  for (NamedParameter& parameter : contents.parameters) {
    values.push_back({std::move(parameter.name), std::move(parameter.var)});
  }
  std::ranges::move(contents.buffers, std::back_inserter(values));
  return values;
}

}  // namespace

State state_of(const Module& module) {
  State state;
  for (const NamedBuffer& entry : values_of(module)) {
    state.tensors.push_back({entry.name, entry.var.value()});
  }
  return state;
}

void load_state_into(const Module& module, const State& state, std::string_view what) {
  std::vector<NamedBuffer> values = values_of(module);
  for (const NamedBuffer& entry : values) {
    const Tensor* tensor = state.find(entry.name);
    check(tensor != nullptr, what, ": \"", entry.name, "\" ", entry.var.shape(), " is missing");
    check(tensor->shape() == entry.var.shape(), what, ": \"", entry.name, "\" is ", tensor->shape(),
          ", the model needs ", entry.var.shape());
  }
  for (const NamedTensor& tensor : state.tensors) {
    check(std::ranges::find(values, tensor.name, &NamedBuffer::name) != values.end(), what, ": \"",
          tensor.name, "\" ", tensor.value.shape(), " is not part of the model");
  }
  // Only now, when nothing can fail any more: a refused state leaves the model as it was.
  for (NamedBuffer& entry : values) {
    entry.var.mutable_value() = state.at(entry.name);
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
