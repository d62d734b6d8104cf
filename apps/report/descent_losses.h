#pragma once

#include <string>

#include "apps/report/descent_figure.h"
#include "apps/report/descent_layout.h"

namespace anneal::report {

/// The losses along the paths of panel `k`, above the lowest value, over updates; `index` is the
/// number of its first path in the figure. The figure has a lowest value.
std::string loss_commands(const DescentFigure& figure,
                          const DescentLayout& layout,
                          std::size_t k,
                          int index);

/// The numbers of one path's losses, for loss_commands(): as far as they lie within the axis.
std::string losses_block(const DescentFigure& figure, const DescentPath& path, int index);

/// "; loss above 5e4: not drawn", if a path's losses go there.
std::string above_text(const DescentFigure& figure);

}  // namespace anneal::report
