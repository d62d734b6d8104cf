#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

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

/// gamma^k for whole k, from a table where it is short: std::pow is slow where it underflows.
class Powers final {
 public:
  /// For 0 <= k <= last.
  Powers(double gamma, std::int64_t last) : gamma_(gamma) {
    constexpr std::int64_t kLongestTable = 1 << 16;
    const std::size_t count = std::min(last, kLongestTable) + 1;
    table_.reserve(count);
    for (std::size_t k = 0; k < count; ++k) {
      table_.push_back(std::pow(gamma, static_cast<double>(k)));
    }
  }

  double operator()(std::int64_t k) const {
    const std::size_t at = k;
    return at < table_.size() ? table_[at] : std::pow(gamma_, static_cast<double>(k));
  }

 private:
  double gamma_;
  std::vector<double> table_;
};

}  // namespace anneal
