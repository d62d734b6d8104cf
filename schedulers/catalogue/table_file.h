#pragma once

#include <string>
#include <vector>

namespace anneal {

/// The multipliers in a CSV file: the column `multiplier`, else `lr`, else the last one. A first
/// line that is not a number is the header; # begins a comment.
///
/// Throws std::runtime_error, naming the line, if a number is missing, negative or not finite.
std::vector<double> read_table_file(const std::string& path);

}  // namespace anneal
