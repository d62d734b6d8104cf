#pragma once

#include <stdexcept>
#include <string>

#include "core/text.h"

namespace anneal {

/// Throws std::invalid_argument with the joined texts of `parts` unless `condition` holds.
///
/// For mistakes of the caller, at public doors; stays on in release builds. Write the condition so
/// that NaN fails: check(0.0 <= p && p < 1.0, "dropout: p must be in [0, 1), got ", p).
template <class... Parts>
void check(bool condition, const Parts&... parts) {
  if (!condition) [[unlikely]] {
    throw std::invalid_argument(join_text(parts...));
  }
}

/// The same for a position outside a range: throws std::out_of_range.
template <class... Parts>
void check_range(bool condition, const Parts&... parts) {
  if (!condition) [[unlikely]] {
    throw std::out_of_range(join_text(parts...));
  }
}

}  // namespace anneal
