#include "core/text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace anneal {
namespace {

template <class Float>
std::string shortest(Float value) {
  if (std::isnan(value)) {
    return "nan";  // to_chars would print the sign bit of a NaN
  }
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

}  // namespace

std::string to_text(double value) {
  return shortest(value);
}
std::string to_text(float value) {
  return shortest(value);
}

}  // namespace anneal
