#include "core/storage/safetensors.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <set>
#include <type_traits>

#include "core/check.h"
#include "core/storage/file.h"
#include "core/storage/safetensors_header.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

static_assert(std::endian::native == std::endian::little, "elements are stored little-endian");

constexpr std::string_view kScalarType = std::is_same_v<Scalar, double> ? "F64" : "F32";

// The value of an IEEE 754 half: 1 sign bit, 5 exponent bits, 10 mantissa bits.
double half_value(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 0x1f;
  const int mantissa = bits & 0x3ff;
  double magnitude;
  if (exponent == 0x1f) {
    magnitude = mantissa == 0 ? std::numeric_limits<double>::infinity()
                              : std::numeric_limits<double>::quiet_NaN();
  } else if (exponent == 0) {
    magnitude = std::ldexp(mantissa, -24);
  } else {
    magnitude = std::ldexp(mantissa + 0x400, exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

// A bfloat16 is the upper half of a float.
float bfloat_value(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

// Elements of type Stored at `bytes` (which may not be aligned), each converted to Scalar.
template <class Stored, class Convert>
void read_elements(std::string_view bytes, Tensor& out, Convert convert) {
  const char* from = bytes.data();
  for (Scalar& element : out.values()) {
    Stored stored;
    std::memcpy(&stored, from, sizeof(Stored));
    element = static_cast<Scalar>(convert(stored));
    from += sizeof(Stored);
  }
}

Tensor read_tensor(const safetensors::Entry& entry, std::string_view data) {
  Tensor tensor(entry.shape);
  const std::string_view bytes = data.substr(entry.begin, entry.end - entry.begin);
  if (entry.type == kScalarType) {
    std::memcpy(tensor.data(), bytes.data(), bytes.size());
  } else if (entry.type == "F64") {
    read_elements<double>(bytes, tensor, [](double v) { return v; });
  } else if (entry.type == "F32") {
    read_elements<float>(bytes, tensor, [](float v) { return v; });
  } else if (entry.type == "F16") {
    read_elements<std::uint16_t>(bytes, tensor, half_value);
  } else {
    read_elements<std::uint16_t>(bytes, tensor, bfloat_value);
  }
  return tensor;
}

}  // namespace

std::string encode_safetensors(const State& state) {
  safetensors::Header header{.entries = {}, .metadata = state.metadata, .bytes = 0};
  std::set<std::string_view> names{"__metadata__"};
  std::size_t end = 0;
  for (const NamedTensor& tensor : state.tensors) {
    check(names.insert(tensor.name).second, "state: two tensors are called \"", tensor.name, "\"");
    check(tensor.value.has_value(), "state: tensor \"", tensor.name, "\" has no value");
    const std::size_t begin = end;
    end += tensor.value.values().size_bytes();
    header.entries.push_back({.name = tensor.name,
                              .type = std::string(kScalarType),
                              .shape = tensor.value.shape(),
                              .begin = begin,
                              .end = end});
  }
  std::string bytes = safetensors::print_header(header);
  bytes.reserve(bytes.size() + end);
  for (const NamedTensor& tensor : state.tensors) {
    const auto elements = std::as_bytes(tensor.value.values());
    bytes.append(reinterpret_cast<const char*>(elements.data()), elements.size());
  }
  return bytes;
}

State decode_safetensors(std::string_view bytes, std::string_view what) {
  safetensors::Header header = safetensors::parse_header(bytes, what);
  const std::string_view data = bytes.substr(header.bytes);
  State state{.tensors = {}, .metadata = std::move(header.metadata)};
  for (safetensors::Entry& entry : header.entries) {
    Tensor value = read_tensor(entry, data);
    state.tensors.push_back({.name = std::move(entry.name), .value = std::move(value)});
  }
  return state;
}

void save_state(const State& state, const std::string& path) {
  replace_file(path, encode_safetensors(state));
}

State load_state(const std::string& path) {
  return decode_safetensors(read_file(path), path);
}

}}  // namespace anneal::ANNEAL_PRECISION
