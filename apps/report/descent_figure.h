#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "apps/report/landscape.h"
#include "apps/run/descent.h"

namespace anneal::report {

/// One way through the plane. `style` picks colour and marker, so one optimizer looks alike in
/// every panel.
struct DescentPath {
  std::string label;
  int style = 0;
  std::vector<DescentRow> points;
  /// What to say of it besides, such as "diverged at update 18".
  std::string remark = {};
};

/// Ways on one map, with the loss along them beside it.
struct DescentPanel {
  std::string title;
  std::vector<DescentPath> paths;
};

/// Descents of one function from one start, on its contours.
struct DescentFigure {
  std::string title;
  std::string note;  ///< under the title, smaller
  LossGrid grid;
  std::vector<double> levels;
  PlanePoint start;
  std::vector<PlanePoint> minima;
  /// Losses are drawn above it on a logarithmic axis; without it they are not drawn.
  std::optional<double> lowest;
  std::int64_t updates = 0;
  std::int64_t dot_every = 1;  ///< updates from dot to dot on a path
  std::vector<DescentPanel> panels;
};

/// A panel per schedule with a path per optimizer, or, if one of the two is the same in all
/// `descents`, one panel with a path for each.
///
/// Throws std::invalid_argument if there are none.
DescentFigure descent_figure(const PlaneFunction& function, std::span<const Descent> descents);

/// Writes `stem`.csv (what is drawn), `stem`.gp (how), `stem`.svg and `stem`.png into `folder`.
///
/// CSV: part,label,step,x,y,loss. First the grid, a block per row of it; then the paths; parts are
/// separated by two empty lines. Throws std::runtime_error as run_script() does.
void draw(const DescentFigure& figure,
          const std::filesystem::path& folder,
          const std::string& stem);

}  // namespace anneal::report
