#include "schedulers/catalogue/table_file.h"

#include <cmath>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "core/text.h"

namespace anneal {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  while (true) {
    const auto comma = line.find(',');
    cells.emplace_back(trimmed(line.substr(0, comma)));
    if (comma == std::string_view::npos) {
      return cells;
    }
    line.remove_prefix(comma + 1);
  }
}

std::size_t column_of(const std::vector<std::string>& header) {
  for (const char* wanted : {"multiplier", "lr"}) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (header[i] == wanted) {
        return i;
      }
    }
  }
  return header.size() - 1;
}

}  // namespace

std::vector<double> read_table_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    throw std::runtime_error(path + " cannot be read");
  }
  std::vector<double> values;
  std::optional<std::size_t> column;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const std::string_view text = trimmed(line);
    if (text.empty() || text[0] == '#') {
      continue;
    }
    const std::vector<std::string> cells = cells_of(text);
    if (!column) {
      column = column_of(cells);
      if (!parse_number<double>(cells.back())) {
        continue;  // the header
      }
    }
    const std::optional<double> value =
        *column < cells.size() ? parse_number<double>(cells[*column]) : std::nullopt;
    if (!value || !(*value >= 0.0) || !std::isfinite(*value)) {
      throw std::runtime_error(join_text(path, " line ", number, ": expected a number >= 0, got \"",
                                         text.substr(0, 60), "\""));
    }
    values.push_back(*value);
  }
  if (values.empty()) {
    throw std::runtime_error(path + " holds no numbers");
  }
  return values;
}

}  // namespace anneal
