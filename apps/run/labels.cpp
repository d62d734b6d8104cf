#include "apps/run/labels.h"

#include <algorithm>
#include <cctype>

namespace anneal {
namespace {

std::string without_arguments(std::string_view spec) {
  std::string name;
  int depth = 0;
  for (std::size_t k = 0; k < spec.size(); ++k) {
    // A parenthesis that follows a name holds arguments; one that does not groups a sequence.
    const bool opens_arguments =
        spec[k] == '(' && k > 0 && std::isalnum(static_cast<unsigned char>(spec[k - 1])) != 0;
    if (depth > 0) {
      depth += spec[k] == '(' ? 1 : spec[k] == ')' ? -1 : 0;
    } else if (opens_arguments) {
      depth = 1;
    } else {
      name += spec[k];
    }
  }
  return name;
}

}  // namespace

std::vector<std::string> short_labels(std::span<const std::string> specs) {
  std::vector<std::string> labels;
  labels.reserve(specs.size());
  for (const std::string& spec : specs) {
    labels.push_back(without_arguments(spec));
  }
  const std::vector<std::string> names = labels;
  for (std::size_t k = 0; k < specs.size(); ++k) {
    if (std::ranges::count(names, names[k]) > 1) {
      labels[k] = specs[k];
    }
  }
  return labels;
}

std::string wrap(std::string_view text, std::size_t width) {
  std::string result;
  std::size_t line = 0;
  std::size_t position = 0;
  while (position < text.size()) {
    const std::size_t space = std::min(text.find(' ', position), text.size());
    const std::string_view word = text.substr(position, space - position);
    if (line > 0 && line + 1 + word.size() > width) {
      result += '\n';
      line = 0;
    } else if (line > 0) {
      result += ' ';
      ++line;
    }
    result += word;
    line += word.size();
    position = space + 1;
  }
  return result;
}

std::string shortened(std::string_view text, std::size_t width) {
  if (text.size() <= width) {
    return std::string(text);
  }
  std::size_t end = width > 4 ? width - 4 : 0;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;  // not within a UTF-8 character
  }
  return std::string(text.substr(0, end)) + " ...";
}

std::size_t line_count(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
}

std::size_t line_width(std::string_view text) {
  std::size_t longest = 0;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    longest = std::max(longest, end - begin);
    begin = end + 1;
  }
  return longest;
}

std::string file_name_part(std::string_view text) {
  std::string part;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
      part += c;
    } else if (!part.empty() && part.back() != '-') {
      part += '-';
    }
  }
  part = part.substr(0, 40);
  while (!part.empty() && part.back() == '-') {
    part.pop_back();
  }
  return part.empty() ? "unnamed" : part;
}

}  // namespace anneal
