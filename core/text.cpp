#include "core/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <system_error>
#include <type_traits>

namespace anneal {
namespace {

template <class Float>
std::string shortest(Float value) {
  if (std::isnan(value)) {
    return "nan";  // to_chars would print the sign bit of a NaN
  }
  // The longest is -2.2250738585072014e-308, 24 characters.
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

// Instantiated here, so that <charconv> is not parsed with every file that throws an error.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  if (text.substr(0, 1) == "+" && text.substr(1, 1) != "-") {
    text.remove_prefix(1);  // from_chars knows no plus sign
  }
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) {
    return number;
  }
  if constexpr (std::integral<Number>) {
    constexpr double kLargest = std::min(9007199254740992.0,  // 2^53: every whole number is exact
                                         static_cast<double>(std::numeric_limits<Number>::max()));
    const double low = std::is_signed_v<Number> ? -kLargest : 0.0;
    const std::optional<double> decimal = parse_number<double>(text);
    if (decimal && low <= *decimal && *decimal <= kLargest && *decimal == std::floor(*decimal)) {
      return static_cast<Number>(*decimal);
    }
  }
  return std::nullopt;
}

template std::optional<float> parse_number(std::string_view);
template std::optional<double> parse_number(std::string_view);
template std::optional<std::int32_t> parse_number(std::string_view);
template std::optional<std::uint32_t> parse_number(std::string_view);
template std::optional<std::int64_t> parse_number(std::string_view);
template std::optional<std::uint64_t> parse_number(std::string_view);

}  // namespace anneal
