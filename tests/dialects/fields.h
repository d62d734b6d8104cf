#pragma once

#include <string>
#include <vector>

namespace anneal {

/// One line of comma-separated fields; in a "quoted" one, "" stands for a quotation mark.
inline std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> result(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quoted && line.compare(i, 2, "\"\"") == 0) {
      result.back() += line[i++];
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      result.emplace_back();
    } else {
      result.back() += line[i];
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
