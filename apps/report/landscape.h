#pragma once

#include <optional>
#include <span>
#include <vector>

#include "apps/run/descent.h"

namespace anneal::report {

/// The part of the plane that a figure shows.
struct Window {
  double left = 0;
  double right = 1;
  double bottom = 0;
  double top = 1;

  double width() const { return right - left; }
  double height() const { return top - bottom; }
  bool contains(PlanePoint point) const;
};

/// A window with the start, all minima and the descents.
///
/// A descent counts as far as it stays within one size of the box around start and minima: what
/// leaves that leaves the picture, so that one that diverges does not press the others together.
/// Both axes have one scale: `aspect` is width by height.
Window choose_window(PlanePoint start,
                     std::span<const PlanePoint> minima,
                     std::span<const Descent> descents,
                     double aspect);

/// Losses on a regular grid over a window, row by row from the bottom, the borders included.
struct LossGrid {
  Window window;
  int columns = 0;
  int rows = 0;
  std::vector<double> values;

  PlanePoint point(int column, int row) const;
};

LossGrid sample_loss(const PlaneFunction& function, const Window& window, int columns, int rows);

/// About ten losses at which to draw contours, rising, in equal ratios as far as round numbers
/// allow: 0.1, 0.3, 1, 3, ... above `lowest`; on both sides of 0 if there is no lowest value.
std::vector<double> contour_levels(const LossGrid& grid, std::optional<double> lowest);

/// `points` without what is far outside of `window`: a drawing program gives up on coordinates of
/// 1e100. The first point that is more than 20 windows away is moved to that distance, in its
/// direction, and ends the path.
std::vector<DescentRow> drawable_part(std::span<const DescentRow> points, const Window& window);

}  // namespace anneal::report
