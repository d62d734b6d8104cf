#pragma once

#include <sstream>
#include <string>
#include <vector>

namespace anneal {

/// One line of comma-separated fields, of which some are "quoted".
inline std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> result(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      result.emplace_back();
    } else {
      result.back() += c;
    }
  }
  return result;
}

/// All fields but the first as numbers.
inline std::vector<double> numbers(const std::vector<std::string>& fields) {
  std::vector<double> result;
  for (std::size_t i = 1; i < fields.size(); ++i) {
    result.push_back(std::stod(fields[i]));
  }
  return result;
}

}  // namespace anneal
