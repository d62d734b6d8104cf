#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace anneal {

/// The shortest decimal text that reads back as exactly the same number; "inf", "-inf" and "nan"
/// for the rest. Independent of the locale.
std::string to_text(double value);
std::string to_text(float value);

inline std::string to_text(std::string_view value) {
  return std::string(value);
}
inline std::string to_text(const char* value) {
  return value;
}
inline std::string to_text(char value) {
  return std::string(1, value);
}

/// Whole numbers, and "true" or "false". A template, so that nothing converts to bool on the way
/// here.
template <std::integral T>
std::string to_text(T value) {
  if constexpr (std::same_as<T, bool>) {
    return value ? "true" : "false";
  } else {
    return std::to_string(value);
  }
}

/// The number that the whole of `text` says, such as 0.1, 1e-3, +0.5, -12 or inf; nothing for any
/// other text: no spaces, no number too large for the type. A whole number may be written as a
/// decimal that is exactly one, up to 2^53: 1e3.
///
/// The inverse of to_text(), and like it independent of the locale. For float, double and the
/// integers of 32 and 64 bits.
template <class Number>
std::optional<Number> parse_number(std::string_view text);

/// The arguments' texts, one after the other: join_text("got ", 3, " of ", 4) is "got 3 of 4".
/// Any type takes part that has a to_text() found by argument-dependent lookup.
template <class... Args>
std::string join_text(const Args&... args) {
  std::string text;
  ((text += to_text(args)), ...);
  return text;
}

}  // namespace anneal
