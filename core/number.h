#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace anneal {

/// The number that the whole of `text` says, such as 0.1, 1e-3, -12 or inf; nothing for any other
/// text: no spaces, no plus sign, no number too large for the type.
///
/// The inverse of to_text(), and like it independent of the locale.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

}  // namespace anneal
