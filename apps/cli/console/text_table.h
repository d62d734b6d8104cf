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
  ///
  /// Where that is wider than `width` columns the cells of the first column are shortened; and
  /// where they would keep less than 18 characters of more, each row becomes lines of its own:
  ///
  ///     cosine
  ///       train loss  0.3213 +- 0.0042
  ///       val loss    0.3561 +- 0.0013
  std::string text(const std::string& indent = "  ", int width = 80) const;

 private:
  std::string as_columns(const std::string& indent, std::vector<std::size_t> widths) const;
  std::string as_lines(const std::string& indent, std::size_t width) const;

  std::vector<std::vector<std::string>> rows_;  // one cell: a heading
  std::vector<bool> right_;
};

/// Columns that `text` takes on a terminal: its UTF-8 characters.
std::size_t display_width(const std::string& text);

}  // namespace anneal::cli
