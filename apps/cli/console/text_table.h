#pragma once

#include <string>
#include <vector>

namespace anneal::cli {

/// Rows of cells that print as aligned columns, two spaces between them.
class TextTable {
 public:
  /// `columns` are the headings; one that begins with '>' is for numbers: aligned to the right.
  explicit TextTable(std::vector<std::string> columns);

  /// `cells` may be fewer than the columns.
  void add(std::vector<std::string> cells);

  /// A line of its own between the rows, which no column has to make room for.
  void heading(std::string text);

  /// Every line begins with `indent` and ends in a newline; no spaces at the end of a line.
  std::string text(const std::string& indent = "  ") const;

 private:
  std::vector<std::vector<std::string>> rows_;  // one cell: a heading
  std::vector<bool> right_;
};

/// Columns that `text` takes on a terminal: its UTF-8 characters.
std::size_t display_width(const std::string& text);

}  // namespace anneal::cli
