#include "core/spec/error.h"

#include <algorithm>
#include <string_view>

namespace anneal::spec {
namespace {

constexpr std::size_t kBefore = 60;  // characters shown before and after the mistake
constexpr std::size_t kAfter = 40;

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;  // UTF-8
}

// One column per character; control characters (a newline in a study file) as spaces.
std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      c = ' ';
    }
  }
  return line;
}

std::size_t columns(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); });
}

std::string make_excerpt(const Location& location) {
  if (!location.source) {
    return "";
  }
  const std::string_view text = *location.source;
  const std::size_t begin = std::min(location.begin, text.size());
  std::size_t first = begin > kBefore ? begin - kBefore : 0;
  std::size_t last = std::min(text.size(), begin + kAfter);
  while (first > 0 && continues_character(text[first])) {
    --first;
  }
  while (last < text.size() && continues_character(text[last])) {
    ++last;
  }
  const std::size_t end = std::clamp(location.end, begin, last);

  const std::string before = (first > 0 ? "..." : "") + one_line(text.substr(first, begin - first));
  const std::string after =
      one_line(text.substr(begin, last - begin)) + (last < text.size() ? "..." : "");
  const std::size_t carets = std::max<std::size_t>(1, columns(text.substr(begin, end - begin)));
  return before + after + "\n" + std::string(columns(before), ' ') + std::string(carets, '^');
}

}  // namespace

SpecError::SpecError(const std::string& message, const Location& location)
    : std::invalid_argument(one_line(message)),
      excerpt_(std::make_shared<const std::string>(make_excerpt(location))) {}

}  // namespace anneal::spec
