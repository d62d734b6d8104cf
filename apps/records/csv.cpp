#include "apps/records/csv.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <utility>

#include "core/storage/file.h"
#include "core/text.h"

namespace anneal {
namespace {

double to_number(std::string_view cell) {
  return parse_number<double>(cell).value_or(std::numeric_limits<double>::quiet_NaN());
}

/// Reads the row that starts at `position` and moves `position` behind its newline.
/// An empty result means a blank line; `complete` tells whether the newline was there.
std::vector<std::string> read_row(std::string_view text, std::size_t& position, bool& complete) {
  std::vector<std::string> cells;
  std::string cell;
  bool quoted = false;
  complete = false;
  while (position < text.size()) {
    const char c = text[position++];
    if (quoted && c == '"' && position < text.size() && text[position] == '"') {
      cell += '"';
      ++position;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      cells.push_back(std::exchange(cell, {}));
    } else if (!quoted && c == '\n') {
      complete = true;
      break;
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (!cells.empty() || !cell.empty()) {
    cells.push_back(std::move(cell));
  }
  return cells;
}

void check_cells(std::size_t cells, std::size_t columns, std::size_t row, std::string_view name) {
  if (cells != columns) {
    throw std::runtime_error(
        join_text(name, ": row ", row, " has ", cells, " cells, the header has ", columns));
  }
}

/// Calls `use` with each row of a file that is not blank and has its newline, which is left out:
/// a newline within quotes belongs to a cell.
template <class Use>
void for_each_row(const std::filesystem::path& file, const Use& use) {
  InputFile input(file.string());
  std::string row;
  bool quoted = false;
  for (std::string_view chunk = input.next(); !chunk.empty(); chunk = input.next()) {
    for (const char c : chunk) {
      quoted = quoted != (c == '"');
      if (c != '\n' || quoted) {
        row += c;
        continue;
      }
      if (row.find_first_not_of('\r') != std::string::npos) {
        use(std::string_view(row));
      }
      row.clear();
    }
  }
}

/// Appends the cells of `row` to the columns at their places, and returns how many there are.
std::size_t add_numbers(std::string_view row, std::span<std::vector<double>* const> columns) {
  std::size_t count = 0;
  const auto add = [&](std::string_view cell) {
    if (count < columns.size() && columns[count] != nullptr) {
      columns[count]->push_back(to_number(cell));
    }
    ++count;
  };
  if (row.find('"') != std::string_view::npos) {
    std::size_t position = 0;
    bool complete = false;
    std::ranges::for_each(read_row(row, position, complete), add);
    return count;
  }
  row.remove_suffix(row.ends_with('\r') ? 1 : 0);
  for (std::size_t begin = 0; begin <= row.size();) {
    const std::size_t end = std::min(row.find(',', begin), row.size());
    add(row.substr(begin, end - begin));
    begin = end + 1;
  }
  return count;
}

}  // namespace

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) {
    return std::string(text);
  }
  std::string cell = "\"";
  for (const char c : text) {
    cell += c;
    if (c == '"') {
      cell += '"';
    }
  }
  return cell + "\"";
}

bool CsvTable::has(std::string_view column) const {
  return std::ranges::find(columns, column) != columns.end();
}

std::size_t CsvTable::index(std::string_view column) const {
  const auto found = std::ranges::find(columns, column);
  if (found == columns.end()) {
    std::string known;
    for (const std::string& one : columns) {
      known += known.empty() ? one : ", " + one;
    }
    throw std::runtime_error(join_text(name, ": no column ", column,
                                       known.empty() ? " (it is empty)" : ": the columns are ",
                                       known));
  }
  return static_cast<std::size_t>(found - columns.begin());
}

std::vector<double> CsvTable::numbers(std::string_view column) const {
  const std::size_t position = index(column);
  std::vector<double> values;
  values.reserve(rows.size());
  for (const std::vector<std::string>& row : rows) {
    values.push_back(to_number(row[position]));
  }
  return values;
}

CsvTable parse_csv(std::string_view text, std::string_view name) {
  CsvTable table{.name = std::string(name), .columns = {}, .rows = {}};
  std::size_t position = 0;
  bool complete = false;
  while (position < text.size()) {
    std::vector<std::string> cells = read_row(text, position, complete);
    if (cells.empty()) {
      continue;
    }
    if (table.columns.empty()) {
      table.columns = std::move(cells);
    } else if (complete) {
      check_cells(cells.size(), table.columns.size(), table.rows.size() + 1, name);
      table.rows.push_back(std::move(cells));
    }
  }
  return table;
}

CsvTable read_csv(const std::filesystem::path& file) {
  return parse_csv(read_file(file.string()), file.string());
}

NumberColumns read_columns(const std::filesystem::path& file) {
  NumberColumns columns;
  std::vector<std::vector<double>*> wanted;  // by position in a row
  std::size_t rows = 0;
  for_each_row(file, [&](std::string_view row) {
    if (wanted.empty()) {
      std::size_t position = 0;
      bool complete = false;
      for (const std::string& name : read_row(row, position, complete)) {
        wanted.push_back(&columns[name]);
      }
      return;
    }
    const std::size_t cells = add_numbers(row, wanted);
    check_cells(cells, wanted.size(), ++rows, file.string());
  });
  return columns;
}

namespace {

Samples samples_of(std::span<const double> xs, std::span<const double> ys) {
  Samples samples;
  samples.reserve(xs.size());
  for (std::size_t k = 0; k < xs.size(); ++k) {
    if (std::isfinite(xs[k]) && std::isfinite(ys[k])) {
      samples.push_back({xs[k], ys[k]});
    }
  }
  return samples;
}

}  // namespace

Samples samples_of(const CsvTable& table, std::string_view x, std::string_view y) {
  return table.has(x) && table.has(y) ? samples_of(table.numbers(x), table.numbers(y)) : Samples();
}

Samples samples_of(const NumberColumns& columns, std::string_view x, std::string_view y) {
  const auto xs = columns.find(x);
  const auto ys = columns.find(y);
  const bool both = xs != columns.end() && ys != columns.end() && !ys->second.empty();
  return both ? samples_of(xs->second, ys->second) : Samples();
}

namespace {

struct Line {
  const Descent* descent;
  const DescentRow* row;
};

}  // namespace

std::string descents_csv(std::span<const Descent> descents) {
  Columns<Line> columns;
  if (descents.size() > 1) {
    columns.emplace_back("optimizer", [](const Line& l) { return l.descent->optimizer; });
    columns.emplace_back("schedule", [](const Line& l) { return l.descent->schedule; });
  }
  columns.emplace_back("step", [](const Line& l) { return l.row->step; });
  columns.emplace_back("x", [](const Line& l) { return l.row->at.x; });
  columns.emplace_back("y", [](const Line& l) { return l.row->at.y; });
  columns.emplace_back("loss", [](const Line& l) { return l.row->loss; });
  columns.emplace_back("lr", [](const Line& l) { return l.row->lr; });
  std::vector<Line> lines;
  for (const Descent& descent : descents) {
    for (const DescentRow& row : descent.rows) {
      lines.push_back({&descent, &row});
    }
  }
  return csv_text(columns, lines);
}

}  // namespace anneal
