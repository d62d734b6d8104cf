#include "apps/cli/console/numbers.h"

#include <cmath>
#include <fmt/format.h>
#include <optional>

#include "apps/cli/console/errors.h"
#include "core/text.h"

namespace anneal::cli {

std::int64_t whole_number(std::string_view option,
                          const std::string& text,
                          std::int64_t minimum,
                          std::string_view or_else) {
  const std::optional<std::int64_t> value = parse_number<std::int64_t>(text);
  if (!value || *value < minimum) {
    throw UsageError(join_text(option, ": got ", text, " (give a whole number of at least ",
                               minimum, or_else, ")"));
  }
  return *value;
}

std::uint64_t seed_number(std::string_view option, const std::string& text) {
  const std::optional<std::uint64_t> value = parse_number<std::uint64_t>(text);
  if (!value) {
    throw UsageError(join_text(option, ": got ", text, " (give a whole number of at least 0)"));
  }
  return *value;
}

double positive_or_zero(std::string_view option, const std::string& text) {
  const std::optional<double> value = parse_number<double>(text);
  if (!value || !(*value >= 0 && std::isfinite(*value))) {
    throw UsageError(join_text(option, ": got ", text, " (give a finite number of at least 0)"));
  }
  return *value;
}

std::vector<double> number_list(std::string_view option, const std::string& text) {
  std::vector<double> values;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    std::string_view word = std::string_view(text).substr(begin, end - begin);
    while (word.starts_with(' ')) {
      word.remove_prefix(1);
    }
    while (word.ends_with(' ')) {
      word.remove_suffix(1);
    }
    const std::optional<double> value = parse_number<double>(word);
    if (!value) {
      throw UsageError(
          join_text(option, ": got \"", word, "\" (give numbers separated by commas: 1,0.9,0.8)"));
    }
    values.push_back(*value);
    begin = end + 1;
  }
  return values;
}

std::string counted(std::int64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string short_number(double value) {
  const double size = std::abs(value);
  if (1e4 <= size && size < 1e9) {
    return fmt::format("{:.0f}", value);  // 11718, not 1.172e+04
  }
  return value == 0 ? "0" : fmt::format("{:.4g}", value);
}

std::string rounded_count(double value) {
  if (!(std::abs(value) < 1e15)) {
    return short_number(value);
  }
  double unit = 1;
  while (std::abs(value) >= 1e4 * unit) {
    unit *= 10;
  }
  return std::abs(value) < 1e4 ? short_number(value)
                               : fmt::format("{:.0f}", std::round(value / unit) * unit);
}

std::string duration(double seconds) {
  if (seconds < 60) {
    return fmt::format("{:.{}f} s", seconds, seconds < 9.95 ? 1 : 0);
  }
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 3600) {
    return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  }
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace anneal::cli
