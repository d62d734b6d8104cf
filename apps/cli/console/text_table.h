#pragma once

#include <string>
#include <vector>

#include "apps/cli/console/terminal.h"

namespace anneal::cli {

/// How a table is made to fit: the cells of its first column are shortened, but to no less than
/// `shortest`. Where that is not enough the table is wider, as in a log nobody minds, or with
/// `lines` each row becomes lines of its own:
///
///     cosine
///       train loss  0.3213 +- 0.0042
///       val loss    0.3561 +- 0.0013
struct TableFit {
  int width = 1'000'000;  ///< columns
  std::size_t shortest = 18;
  bool lines = false;
};

/// For tables whose first column tells rows apart, and so must not be cut: as wide as it gets in a
/// log, lines on a terminal that is too narrow.
TableFit whole_cells(const Terminal& terminal);

/// Rows of cells that print as aligned columns, two spaces between them.
class TextTable {
 public:
  /// `columns` are the headings; one that begins with '>' is for numbers: aligned to the right.
  explicit TextTable(std::vector<std::string> columns);

  /// `cells` may be fewer than the columns.
  void add(std::vector<std::string> cells);

  /// A line of its own between the rows, which no column has to make room for.
  void heading(std::string text);

  /// Every line begins with `indent` and ends in a newline; no spaces at the end of a line. `fit`
  /// says for how many columns.
  std::string text(const std::string& indent = "  ", const TableFit& fit = {}) const;

 private:
  std::string as_columns(const std::string& indent, std::vector<std::size_t> widths) const;
  std::string as_lines(const std::string& indent, std::size_t width) const;

  std::vector<std::vector<std::string>> rows_;  // one cell: a heading
  std::vector<bool> right_;
};

/// Columns that `text` takes on a terminal: its UTF-8 characters.
std::size_t display_width(const std::string& text);

/// One line, broken at spaces where it does not fit into `width`; further lines begin with `indent`
/// spaces.
std::string hanging(const std::string& line, int indent, int width);

}  // namespace anneal::cli
