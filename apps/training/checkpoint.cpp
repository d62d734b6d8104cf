#include "apps/training/checkpoint.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/storage/safetensors.h"
#include "models/model_state.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

std::string RunSnapshot::safetensors() const {
  State state = state_of(*run_.model);
  const auto add = [&state](State more) {
    std::ranges::move(more.tensors, std::back_inserter(state.tensors));
    state.metadata.merge(std::move(more.metadata));
  };
  add(run_.optimizer->state());
  if (run_.average) {
    add(run_.average->state());
  }
  state.metadata.merge(run_.rates.feedback_state());
  state.metadata["run.step"] = std::to_string(step_);
  return encode_safetensors(arrays_of(state));
}

void load_initial_parameters(const Module& model, const std::filesystem::path& path) {
  State state = state_from(load_safetensors(path.string()));
  const State own = state_of(model);
  std::erase_if(state.tensors, [&](const NamedTensor& tensor) {
    const std::string_view owner = std::string_view(tensor.name).substr(0, tensor.name.rfind('.'));
    return own.find(owner) != nullptr;  // "layers.0.weight.m" belongs to "layers.0.weight"
  });
  load_state_into(model, state, path.string());
}

}}  // namespace anneal::ANNEAL_PRECISION
