#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace anneal::report {

/// A CSV file as text cells under named columns.
struct Table {
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
Table parse_csv(std::string_view text, std::string_view name);

/// The same from a file; throws std::runtime_error if it cannot be read.
Table read_csv(const std::filesystem::path& file);

}  // namespace anneal::report
