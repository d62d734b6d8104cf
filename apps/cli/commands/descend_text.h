#pragma once

#include <span>
#include <string>

#include "apps/cli/console/terminal.h"
#include "apps/run/descent.h"

namespace anneal::cli {

/// The function and the length of its descents, in two or three lines.
std::string descend_header(const PlaneFunction& function, std::span<const Descent> descents);

/// A line per descent, under a heading for each schedule: the point at its end, the loss there, the
/// distance to the nearest minimum, and the updates until the loss was first within `tolerance` of
/// the lowest value; or where it diverged.
std::string descend_table(const PlaneFunction& function,
                          std::span<const Descent> descents,
                          double tolerance,
                          const Terminal& terminal);

/// About ten rows of one descent, the first and the last among them.
std::string descend_rows(const Descent& descent);

}  // namespace anneal::cli
