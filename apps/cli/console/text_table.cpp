#include "apps/cli/console/text_table.h"

#include <algorithm>
#include <utility>

namespace anneal::cli {

std::size_t display_width(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // not a continuation byte
  }));
}

TextTable::TextTable(std::vector<std::string> columns) {
  for (std::string& column : columns) {
    right_.push_back(column.starts_with('>'));
    if (right_.back()) {
      column.erase(0, 1);
    }
  }
  rows_.push_back(std::move(columns));
}

void TextTable::add(std::vector<std::string> cells) {
  cells.resize(right_.size());
  rows_.push_back(std::move(cells));
}

void TextTable::heading(std::string text) {
  rows_.push_back({std::move(text)});
}

std::string TextTable::text(const std::string& indent) const {
  std::vector<std::size_t> widths(right_.size(), 0);
  for (const std::vector<std::string>& row : rows_) {
    for (std::size_t k = 0; row.size() > 1 && k < row.size(); ++k) {
      widths[k] = std::max(widths[k], display_width(row[k]));
    }
  }
  std::string text;
  for (const std::vector<std::string>& row : rows_) {
    std::string line = indent;
    if (row.size() == 1) {
      text += line + row.front() + "\n";
      continue;
    }
    for (std::size_t k = 0; k < row.size(); ++k) {
      const std::string padding(widths[k] - display_width(row[k]), ' ');
      line += (k == 0 ? "" : "  ") + (right_[k] ? padding + row[k] : row[k] + padding);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace anneal::cli
