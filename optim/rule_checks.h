#pragma once

#include <cmath>

#include "core/check.h"

namespace anneal {

/// The checks that many rules share: `rule` and `what` open the message.
inline void check_fraction(const char* rule, const char* what, double value) {
  check(0.0 <= value && value < 1.0, rule, ": ", what, " must be in [0, 1), got ", value);
}
inline void check_not_negative(const char* rule, const char* what, double value) {
  check(std::isfinite(value) && value >= 0.0, rule, ": ", what, " must be finite and >= 0, got ",
        value);
}
inline void check_positive(const char* rule, const char* what, double value) {
  check(std::isfinite(value) && value > 0.0, rule, ": ", what, " must be finite and > 0, got ",
        value);
}

}  // namespace anneal
