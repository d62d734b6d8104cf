#pragma once

#include <string>

#include "core/check.h"

namespace anneal {

/// No model and no data set needs more: what asks for it is a slip of the pen, and without this
/// would take the memory of everybody on the machine before it fails.
inline constexpr double kMostMemory = 8.0 * (1 << 30);

/// "784 bytes", "17.2 GB": powers of 1000, three digits.
std::string bytes_text(double bytes);

/// Refuses what would need more than kMostMemory, before memory is asked for; `parts` say which
/// argument it is. Compute `bytes` in double: products of sizes overflow everything else.
///
/// Throws std::invalid_argument:
/// mlp: hidden=1000000000 would take 3.18 TB of memory (at most 8.59 GB: make it smaller)
template <class... Parts>
void check_memory(double bytes, const Parts&... parts) {
  check(bytes <= kMostMemory, parts..., " would take ", bytes_text(bytes), " of memory (at most ",
        bytes_text(kMostMemory), ": make it smaller)");
}

}  // namespace anneal
