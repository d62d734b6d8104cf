#pragma once

#include <string>
#include <string_view>

namespace anneal {

/// The number that a run computes in. The program holds both; the same sources are compiled twice.
enum class Precision { kFloat, kDouble };

/// "float" or "double".
std::string to_text(Precision precision);

/// Throws std::invalid_argument unless `text` is "float" or "double".
Precision parse_precision(std::string_view text);

}  // namespace anneal
