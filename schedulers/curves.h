#pragma once

#include <cmath>
#include <numbers>

namespace anneal {

// The curves that several schedules share, as functions of the progress u. At the end points they
// give exactly `from` and `to`.

/// A straight line between two multipliers.
///
///   m(u) = from + (to - from) u
inline double linear_curve(double u, double from, double to) {
  if (u >= 1.0) {
    return to;
  }
  return from + (to - from) * u;
}

/// Half a cosine between two multipliers of the base rate.
///
///   m(u) = to + (from - to) (1 + cos(pi u)) / 2
///
/// Source: Loshchilov and Hutter 2017, SGDR, eq. 5 without restarts (arXiv:1608.03983).
inline double cosine_curve(double u, double from, double to) {
  if (u <= 0.0) {
    return from;  // end points are constants: cos(pi) is not exactly -1 after scaling
  }
  if (u >= 1.0) {
    return to;
  }
  return to + 0.5 * (from - to) * (1.0 + std::cos(std::numbers::pi * u));
}

/// The same ratio at every step; from, to > 0.
///
///   m(u) = from (to / from)^u
inline double exponential_curve(double u, double from, double to) {
  if (u >= 1.0) {
    return to;
  }
  return from * std::pow(to / from, u);
}

/// Falls fast first.
///
///   m(u) = to + (from - to) (1 - sqrt(u))
inline double one_minus_sqrt_curve(double u, double from, double to) {
  if (u >= 1.0) {
    return to;
  }
  return to + (from - to) * (1.0 - std::sqrt(u));
}

}  // namespace anneal
