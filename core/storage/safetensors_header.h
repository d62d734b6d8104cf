#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"

namespace anneal::safetensors {

// The front part of a safetensors file:
//
//   8 bytes             length N of the header, little-endian
//   N bytes             JSON: {"__metadata__": {text: text ...},
//                              name: {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}
//                              ...}
//   all other bytes     the elements of the tensors, row-major, little-endian, without gaps

/// One tensor: where its bytes are, counted from the end of the header.
struct Entry {
  std::string name;
  std::string type;  ///< F64, F32, F16 or BF16
  Shape shape;
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Header {
  std::vector<Entry> entries;  ///< in the order of their bytes, which they cover without gaps
  std::map<std::string, std::string> metadata;
  std::size_t bytes = 0;  ///< of the length and the JSON: where the elements begin
};

/// Bytes per element; 0 for a type that is not read.
std::size_t element_bytes(std::string_view type);

/// The header of a whole file, with every number checked against the file's size.
/// Throws std::runtime_error that begins with `what`.
Header parse_header(std::string_view file, std::string_view what);

/// The length and the JSON, padded with blanks to a multiple of 8 bytes.
/// Throws std::invalid_argument if a name or a text is not valid UTF-8.
std::string print_header(const Header& header);

}  // namespace anneal::safetensors
