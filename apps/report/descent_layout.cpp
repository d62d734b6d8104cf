#include "apps/report/descent_layout.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace anneal::report {
namespace {

// Pixels.
constexpr double kHead = 92;         // title and note
constexpr double kPanelTitle = 36;   // above a map
constexpr double kGap = 48;          // between maps
constexpr double kRight = 28;        // half of the last mark of an x axis
constexpr double kMarks = 36;        // the marks of an x axis
constexpr double kAxisName = 32;     // its name
constexpr double kLosses = 150;      // height of the losses below a map
constexpr double kSingleMap = 690;   // width of the map of a single panel
constexpr double kLossesLeft = 128;  // marks and name of the y axis of losses beside a map
constexpr double kKeyRow = 36;
constexpr double kSample = 76;     // of a key's entry, with the space after it
constexpr double kCharacter = 12;  // generous

DescentCell single_cell(const DescentLayout& layout, const DescentFigure& figure, double aspect) {
  DescentCell cell;
  cell.map = {layout.left, kHead + kPanelTitle, kSingleMap, kSingleMap / aspect};
  if (!figure.lowest) {
    cell.map.left = (layout.width - cell.map.width) / 2;
    return cell;
  }
  cell.losses = cell.map;
  cell.losses.left += kSingleMap + kLossesLeft;
  cell.losses.width = layout.width - kRight - cell.losses.left;
  return cell;
}

void add_cells(DescentLayout& layout, const DescentFigure& figure, double aspect) {
  const std::size_t columns = figure.panels.size() <= 4 ? 2 : 3;
  const auto n = static_cast<double>(columns);
  const double width = (layout.width - layout.left - kRight - (n - 1) * kGap) / n;
  double top = kHead;
  for (std::size_t k = 0; k < figure.panels.size(); ++k) {
    const auto column = static_cast<double>(k % columns);
    DescentCell cell;
    cell.map = {layout.left + column * (width + kGap), top + kPanelTitle, width, width / aspect};
    cell.names_y = k % columns == 0;
    double end = cell.map.top + cell.map.height + kMarks + kAxisName;
    if (figure.lowest) {
      cell.losses = {cell.map.left, end, width, kLosses};
      end += kLosses + kMarks + kAxisName;
    }
    layout.cells.push_back(cell);
    layout.height = end;
    if (k % columns + 1 == columns) {
      top = end;
    }
  }
}

std::vector<KeyEntry> key_entries(const DescentFigure& figure) {
  std::map<int, std::string> labels;
  for (const DescentPanel& panel : figure.panels) {
    for (const DescentPath& path : panel.paths) {
      labels[path.style] = path.label;
    }
  }
  std::vector<KeyEntry> key;
  for (const auto& [style, label] : labels) {
    key.push_back({label, style});
  }
  key.push_back({"start", KeyEntry::kStart});
  if (!figure.minima.empty()) {
    key.push_back({figure.minima.size() == 1 ? "minimum" : "minima", KeyEntry::kMinimum});
  }
  return key;
}

/// Entries from left to right, like words in lines.
void add_key(DescentLayout& layout, std::vector<KeyEntry> key) {
  double left = layout.left;
  double middle = layout.height + kKeyRow / 2;
  for (KeyEntry& entry : key) {
    const double width = kSample + kCharacter * static_cast<double>(entry.text.size() + 3);
    if (left > layout.left && left + width - 3 * kCharacter > layout.width) {
      left = layout.left;
      middle += kKeyRow;
    }
    entry.left = left;
    entry.middle = middle;
    left += width;
  }
  layout.height = middle + kKeyRow / 2 + 14;
  layout.key = std::move(key);
}

}  // namespace

DescentLayout lay_out(const DescentFigure& figure) {
  const double aspect = figure.grid.window.width() / figure.grid.window.height();
  DescentLayout layout;
  if (figure.panels.size() == 1) {
    layout.cells.push_back(single_cell(layout, figure, aspect));
    const Box& map = layout.cells[0].map;
    layout.height = map.top + map.height + kMarks + kAxisName;
  } else {
    add_cells(layout, figure, aspect);
  }
  layout.height += 6;
  add_key(layout, key_entries(figure));
  layout.height = std::ceil(layout.height);
  return layout;
}

}  // namespace anneal::report
