#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "apps/run/descent.h"
#include "core/text.h"

namespace anneal {

/// `text` as a cell of a CSV file: quoted, with its own quotes doubled, if it holds a comma, a
/// quote or a line break. Source: RFC 4180, section 2.
std::string csv_cell(std::string_view text);

/// A value as a cell: numbers in the shortest form that reads back as the same value, whatever the
/// locale; nothing for what is not there.
template <class T>
std::string csv_cell_of(const T& value) {
  return csv_cell(to_text(value));
}
template <class T>
std::string csv_cell_of(const std::optional<T>& value) {
  return value ? csv_cell_of(*value) : std::string();
}

/// A column of a file: its name, and what it holds of a record. Both are said once, together.
template <class Record>
struct Column {
  template <class Value>
  Column(std::string column_name, Value value)
      : name(std::move(column_name)), cell([value = std::move(value)](const Record& record) {
          return csv_cell_of(value(record));
        }) {}

  std::string name;
  std::function<std::string(const Record&)> cell;
};

template <class Record>
using Columns = std::vector<Column<Record>>;

/// The names of the columns, as a line.
template <class Record>
std::string csv_header(const Columns<Record>& columns) {
  std::string line;
  for (const Column<Record>& column : columns) {
    line += (line.empty() ? "" : ",") + csv_cell(column.name);
  }
  return line + '\n';
}

/// One record as a line.
template <class Record>
std::string csv_line(const Columns<Record>& columns, const Record& record) {
  std::string line;
  for (const Column<Record>& column : columns) {
    line += &column == &columns.front() ? "" : ",";
    line += column.cell(record);
  }
  return line + '\n';
}

/// A whole file: its header and a line for each of `records`.
template <class Record, class Records>
std::string csv_text(const Columns<Record>& columns, const Records& records) {
  std::string text = csv_header(columns);
  for (const Record& record : records) {
    text += csv_line(columns, record);
  }
  return text;
}

/// A CSV file as text cells under named columns.
struct CsvTable {
  std::string name;  ///< what errors call it: its file
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;

  bool has(std::string_view column) const;
  /// Position of `column`; throws std::runtime_error naming it and the columns that exist.
  std::size_t index(std::string_view column) const;
  /// Every cell of `column` as a number; an empty cell or a word is NaN.
  std::vector<double> numbers(std::string_view column) const;
};

/// Reads comma-separated text with one header row; cells may be quoted, a doubled quote stands for
/// one. Blank lines are skipped.
///
/// `name` is what errors call the text. Throws std::runtime_error if a row has another number of
/// cells than the header; a last line without its newline is a write that was cut short and is left
/// out.
CsvTable parse_csv(std::string_view text, std::string_view name);

/// The same from a file; throws std::runtime_error if it cannot be read.
CsvTable read_csv(const std::filesystem::path& file);

/// The header of a file alone, however long it is; empty if it has none.
std::vector<std::string> column_names(const std::filesystem::path& file);

/// One value of a curve.
struct Sample {
  double x = 0;
  double y = 0;
};

using Samples = std::vector<Sample>;

/// Columns `x` and `y` as a curve; rows without a finite y are left out. Empty if one of the two
/// columns is not there.
Samples samples_of(const CsvTable& table, std::string_view x, std::string_view y);

/// `step,x,y,loss,lr` and a line per row; the rate after the last update is an empty field. Several
/// descents have the columns `optimizer` and `schedule` before these.
///
/// Doubles are written in the shortest form that reads back as the same value, whatever the locale.
std::string descents_csv(std::span<const Descent> descents);

}  // namespace anneal
