#pragma once

#include <filesystem>

namespace anneal::cli {

/// Draws the figures of a finished run or comparison and says where they are. If that fails
/// (gnuplot is not installed) the results are there all the same: a warning, no error.
void draw_figures(const std::filesystem::path& folder);

}  // namespace anneal::cli
