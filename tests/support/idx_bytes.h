#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace anneal::testing_support {

inline std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(value >> shift & 0xFFU);
  }
  return bytes;
}

/// An IDX file, the format of MNIST: its magic number, its extents, its bytes.
inline std::string idx(std::uint32_t magic,
                       const std::vector<std::uint32_t>& extents,
                       const std::string& bytes) {
  std::string file = big_endian(magic);
  for (const std::uint32_t extent : extents) {
    file += big_endian(extent);
  }
  return file + bytes;
}

}  // namespace anneal::testing_support
