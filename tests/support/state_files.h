#pragma once

#include <string>
#include <string_view>

#include "core/state.h"
#include "core/storage/safetensors.h"

// States of this precision in safetensors files, for tests.
namespace anneal { inline namespace ANNEAL_PRECISION {

inline std::string encode_safetensors(const State& state) {
  return anneal::encode_safetensors(arrays_of(state));
}

inline State decode_state(std::string_view bytes, std::string_view what) {
  return state_from(decode_safetensors(bytes, what));
}

inline void save_state(const State& state, const std::string& path) {
  save_safetensors(arrays_of(state), path);
}

inline State load_state(const std::string& path) {
  return state_from(load_safetensors(path));
}

}}  // namespace anneal::ANNEAL_PRECISION
