#include "core/storage/safetensors.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <set>
#include <utility>

#include "core/check.h"
#include "core/storage/file.h"
#include "core/storage/safetensors_header.h"

namespace anneal {
namespace {

static_assert(std::endian::native == std::endian::little, "elements are stored little-endian");

// The value of an IEEE 754 half: 1 sign bit, 5 exponent bits, 10 mantissa bits. A float holds all
// of them exactly.
float half_value(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 0x1f;
  const int mantissa = bits & 0x3ff;
  float magnitude;
  if (exponent == 0x1f) {
    magnitude = mantissa == 0 ? std::numeric_limits<float>::infinity()
                              : std::numeric_limits<float>::quiet_NaN();
  } else if (exponent == 0) {
    magnitude = std::ldexp(static_cast<float>(mantissa), -24);
  } else {
    magnitude = std::ldexp(static_cast<float>(mantissa + 0x400), exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

// A bfloat16 is the upper half of a float.
float bfloat_value(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

// The elements of type Stored at `bytes` (which may not be aligned), each converted to a Number.
template <class Number, class Stored, class Convert>
std::vector<Number> read_elements(std::string_view bytes, Convert convert) {
  std::vector<Number> elements(bytes.size() / sizeof(Stored));
  const char* from = bytes.data();
  for (Number& element : elements) {
    Stored stored;
    std::memcpy(&stored, from, sizeof(Stored));
    element = convert(stored);
    from += sizeof(Stored);
  }
  return elements;
}

NamedArray read_array(safetensors::Entry entry, std::string_view data) {
  const std::string_view bytes = data.substr(entry.begin, entry.end - entry.begin);
  NamedArray array{.name = std::move(entry.name), .shape = entry.shape, .values = {}};
  if (entry.type == "F64") {
    array.values = read_elements<double, double>(bytes, [](double v) { return v; });
  } else if (entry.type == "F32") {
    array.values = read_elements<float, float>(bytes, [](float v) { return v; });
  } else if (entry.type == "F16") {
    array.values = read_elements<float, std::uint16_t>(bytes, half_value);
  } else {
    array.values = read_elements<float, std::uint16_t>(bytes, bfloat_value);
  }
  return array;
}

std::string_view bytes_of(const NamedArray& array) {
  return std::visit(
      [](const auto& values) {
        return std::string_view(reinterpret_cast<const char*>(values.data()),
                                values.size() * sizeof(values[0]));
      },
      array.values);
}

}  // namespace

std::string encode_safetensors(const NamedArrays& arrays) {
  safetensors::Header header{.entries = {}, .metadata = arrays.metadata, .bytes = 0};
  std::set<std::string_view> names{"__metadata__"};
  std::size_t end = 0;
  for (const NamedArray& array : arrays.arrays) {
    check(names.insert(array.name).second, "state: two tensors are called \"", array.name, "\"");
    const std::size_t begin = end;
    end += bytes_of(array).size();
    const bool is_double = std::holds_alternative<std::vector<double>>(array.values);
    header.entries.push_back({.name = array.name,
                              .type = is_double ? "F64" : "F32",
                              .shape = array.shape,
                              .begin = begin,
                              .end = end});
  }
  std::string bytes = safetensors::print_header(header);
  bytes.reserve(bytes.size() + end);
  for (const NamedArray& array : arrays.arrays) {
    bytes += bytes_of(array);
  }
  return bytes;
}

NamedArrays decode_safetensors(std::string_view bytes, std::string_view what) {
  safetensors::Header header = safetensors::parse_header(bytes, what);
  const std::string_view data = bytes.substr(header.bytes);
  NamedArrays result{.arrays = {}, .metadata = std::move(header.metadata)};
  for (safetensors::Entry& entry : header.entries) {
    result.arrays.push_back(read_array(std::move(entry), data));
  }
  return result;
}

void save_safetensors(const NamedArrays& arrays, const std::string& path) {
  replace_file(path, encode_safetensors(arrays));
}

NamedArrays load_safetensors(const std::string& path) {
  // 10^9 numbers with Adam's moments: more than anything that trains on a processor.
  return decode_safetensors(read_file(path, std::uint64_t{1} << 34), path);
}

}  // namespace anneal
