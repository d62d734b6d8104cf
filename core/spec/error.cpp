#include "core/spec/error.h"

#include <algorithm>
#include <string_view>
#include <utility>

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

SpecError::SpecError(const std::string& message, const Location& location, SpecErrorDetails details)
    : std::invalid_argument(one_line(message)),
      excerpt_(std::make_shared<const std::string>(make_excerpt(location))),
      details_(std::make_shared<const SpecErrorDetails>(std::move(details))) {}

SpecError::SpecError(const std::string& message, const SpecError& place)
    : std::invalid_argument(one_line(message)),
      excerpt_(place.excerpt_),
      details_(std::make_shared<const SpecErrorDetails>()) {}

namespace {

constexpr std::size_t kLongestName = 64;  // longer ones are not compared

// "torch" of torch.StepLR, nothing of cosine.
std::string_view prefix_of(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(0, dot);
}

}  // namespace

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if ('A' <= c && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return result;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Rows of the table of distances between the prefixes of a and b; three of them are enough.
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replace});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

std::optional<std::string> closest(std::string_view name,
                                   const std::vector<std::string>& candidates) {
  if (name.empty() || name.size() > kLongestName) {
    return std::nullopt;
  }
  const std::string wanted = lower(name);
  const std::size_t furthest = std::max<std::size_t>(1, name.size() / 3);
  std::optional<std::string> best;
  std::size_t best_distance = furthest + 1;
  for (const std::string& candidate : candidates) {
    const std::string known = lower(candidate);
    std::size_t distance = edit_distance(wanted, known);
    if (wanted.size() >= 3 && known.compare(0, wanted.size(), wanted) == 0) {
      distance = std::min<std::size_t>(distance, 1);  // cos for cosine
    }
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  if (const auto near = closest(name, candidates)) {
    return " (did you mean " + *near + "?)";
  }
  std::vector<std::string> known;
  for (const std::string& candidate : candidates) {
    if (prefix_of(candidate) == prefix_of(name)) {
      known.push_back(candidate);
    }
  }
  if (known.empty()) {  // of an unknown prefix: those that there are
    for (const std::string& candidate : candidates) {
      const std::string prefix(prefix_of(candidate));
      if (!prefix.empty() && (known.empty() || known.back() != prefix + ".")) {
        known.push_back(prefix + ".");
      }
    }
  }
  return known.empty() ? "" : " (known: " + joined(known) + ")";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += text.empty() ? "" : ", ";
    text += word;
  }
  return text;
}

}  // namespace anneal::spec
