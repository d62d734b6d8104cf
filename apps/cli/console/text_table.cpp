#include "apps/cli/console/text_table.h"

#include <algorithm>
#include <utility>

#include "apps/run/labels.h"

namespace anneal::cli {

std::size_t display_width(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // not a continuation byte
  }));
}

std::string hanging(const std::string& line, int indent, int width) {
  const std::size_t first = std::min(line.find_first_not_of(' '), line.size());
  std::string text = line.substr(0, first);
  for (const char c : wrap(line.substr(first), text_width(width, indent + 1))) {
    text +=
        c == '\n' ? "\n" + std::string(static_cast<std::size_t>(indent), ' ') : std::string(1, c);
  }
  return text;
}

TableFit whole_cells(const Terminal& terminal) {
  constexpr std::size_t kLongest = 1000;
  return terminal.interactive
             ? TableFit{.width = terminal.width, .shortest = kLongest, .lines = true}
             : TableFit{};
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

std::string TextTable::text(const std::string& indent, const TableFit& fit) const {
  std::vector<std::size_t> widths(right_.size(), 0);
  for (const std::vector<std::string>& row : rows_) {
    for (std::size_t k = 0; row.size() > 1 && k < row.size(); ++k) {
      widths[k] = std::max(widths[k], display_width(row[k]));
    }
  }
  const auto available = static_cast<std::size_t>(std::max(fit.width, 1));
  std::size_t others = indent.size();
  for (std::size_t k = 1; k < widths.size(); ++k) {
    others += widths[k] + (widths[k] > 0 ? 2 : 0);
  }
  if (fit.lines && others + std::min(widths.front(), fit.shortest) > available) {
    return as_lines(indent, available);
  }
  const std::size_t room = available > others ? available - others : 0;
  widths.front() = std::min(widths.front(), std::max(room, fit.shortest));
  return as_columns(indent, std::move(widths));
}

std::string TextTable::as_columns(const std::string& indent,
                                  std::vector<std::size_t> widths) const {
  std::string text;
  for (const std::vector<std::string>& row : rows_) {
    std::string line = indent;
    if (row.size() == 1) {
      text += line + row.front() + "\n";
      continue;
    }
    for (std::size_t k = 0; k < row.size(); ++k) {
      const std::string cell = k == 0 ? shortened(row[k], widths[k]) : row[k];
      const std::string padding(widths[k] - std::min(widths[k], display_width(cell)), ' ');
      line += (k == 0 ? "" : "  ") + (right_[k] ? padding + cell : cell + padding);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string TextTable::as_lines(const std::string& indent, std::size_t width) const {
  const std::vector<std::string>& names = rows_.front();
  std::size_t longest = 0;
  for (std::size_t k = 1; k < names.size(); ++k) {
    longest = std::max(longest, display_width(names[k]));
  }
  const std::size_t room = width > indent.size() + 12 ? width - indent.size() : 12;
  std::string text;
  for (std::size_t r = 1; r < rows_.size(); ++r) {
    const std::vector<std::string>& row = rows_[r];
    if (row.size() == 1) {
      text += indent + row.front() + "\n";
      continue;
    }
    text += indent + shortened(row.front(), room) + "\n";
    for (std::size_t k = 1; k < row.size(); ++k) {
      if (!row[k].empty()) {
        const std::string padding(longest - display_width(names[k]), ' ');
        const std::string line =
            indent + "    " + names[k] + padding + (longest > 0 ? "  " : "") + row[k];
        // A remark of several words begins a line of its own where it does not fit behind the
        // names.
        text += display_width(line) <= width || !names[k].empty()
                    ? line + "\n"
                    : hanging(indent + "    " + row[k], static_cast<int>(indent.size()) + 6,
                              static_cast<int>(width)) +
                          "\n";
      }
    }
  }
  return text;
}

}  // namespace anneal::cli
