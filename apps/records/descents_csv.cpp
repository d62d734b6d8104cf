#include "apps/records/descents_csv.h"

#include "apps/records/csv.h"

namespace anneal {
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
