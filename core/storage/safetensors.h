#pragma once

#include <string>
#include <string_view>

#include "core/state.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// `state` in the safetensors format: 8 bytes of header length, a JSON header, the elements.
///
/// Elements are written in Scalar's type (F32 or F64), little-endian, in the given order.
/// Throws std::invalid_argument if two tensors have the same name, one has no value, or one is
/// called "__metadata__".
/// Source: the format description in Hugging Face's repository "safetensors".
std::string encode_safetensors(const State& state);

/// Reads a safetensors file from memory; `what` names it in errors.
///
/// F64, F32, F16 and BF16 are converted to Scalar; other element types are refused by name.
/// Tensors come in the order of their data. Every size and offset is checked before use.
/// Throws std::runtime_error, "WHAT: what is wrong, with numbers", for anything that is not a
/// complete and consistent file.
State decode_safetensors(std::string_view bytes, std::string_view what);

/// Writes to a neighbouring temporary file, which then replaces `path` in one step: a crash leaves
/// the old file or the new one, never half of one. Throws std::runtime_error naming the path.
void save_state(const State& state, const std::string& path);

/// Throws std::runtime_error naming the path.
State load_state(const std::string& path);

}}  // namespace anneal::ANNEAL_PRECISION
