#pragma once

#include <stdexcept>

#include "core/text.h"

namespace anneal {

/// A data set that is missing or not what it should be; what() is one line that names the file,
/// says what was found and what was expected.
class DataError final : public std::runtime_error {
 public:
  template <class... Parts>
  explicit DataError(const Parts&... parts) : std::runtime_error(join_text(parts...)) {}
};

/// Throws DataError with the joined texts of `parts` unless `condition` holds.
template <class... Parts>
void check_data(bool condition, const Parts&... parts) {
  if (!condition) [[unlikely]] {
    throw DataError(parts...);
  }
}

}  // namespace anneal
