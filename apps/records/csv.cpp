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

double to_number(const std::string& cell) {
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
      if (cells.size() != table.columns.size()) {
        throw std::runtime_error(join_text(name, ": row ", table.rows.size() + 1, " has ",
                                           cells.size(), " cells, the header has ",
                                           table.columns.size()));
      }
      table.rows.push_back(std::move(cells));
    }
  }
  return table;
}

CsvTable read_csv(const std::filesystem::path& file) {
  return parse_csv(read_file(file.string()), file.string());
}

std::vector<std::string> column_names(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string header;
  std::getline(stream, header);
  return parse_csv(header + "\n", file.string()).columns;
}

Samples samples_of(const CsvTable& table, std::string_view x, std::string_view y) {
  Samples samples;
  if (!table.has(x) || !table.has(y)) {
    return samples;
  }
  const std::vector<double> xs = table.numbers(x);
  const std::vector<double> ys = table.numbers(y);
  samples.reserve(xs.size());
  for (std::size_t k = 0; k < xs.size(); ++k) {
    if (std::isfinite(xs[k]) && std::isfinite(ys[k])) {
      samples.push_back({xs[k], ys[k]});
    }
  }
  return samples;
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
