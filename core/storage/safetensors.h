#pragma once

#include <string>
#include <string_view>

#include "core/named_arrays.h"

namespace anneal {

/// `arrays` in the safetensors format: 8 bytes of header length, a JSON header, the elements.
///
/// Elements are written as they are (F32 or F64), little-endian, in the given order.
/// Throws std::invalid_argument if two arrays have the same name, or one is called
/// "__metadata__".
/// Source: the format description in Hugging Face's repository "safetensors".
std::string encode_safetensors(const NamedArrays& arrays);

/// Reads a safetensors file from memory; `what` names it in errors.
///
/// F64 and F32 stay what they are, F16 and BF16 become floats; other element types are refused by
/// name. Arrays come in the order of their data. Every size and offset is checked before use.
/// Throws std::runtime_error, "WHAT: what is wrong, with numbers", for anything that is not a
/// complete and consistent file.
NamedArrays decode_safetensors(std::string_view bytes, std::string_view what);

/// Writes to a neighbouring temporary file, which then replaces `path` in one step: a crash leaves
/// the old file or the new one, never half of one. Throws std::runtime_error naming the path.
void save_safetensors(const NamedArrays& arrays, const std::string& path);

/// Throws std::runtime_error naming the path.
NamedArrays load_safetensors(const std::string& path);

}  // namespace anneal
