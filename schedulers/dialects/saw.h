#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "schedulers/curve.h"

namespace anneal::dialect {

/// The polynomial decay with `cycle` of Keras and Paddle.
struct Saw {
  std::int64_t first;  ///< decay_steps, > 0
  double power = 1.0;
  double from = 1.0;
  double to = 0.0;
};

/// A polynomial whose length grows to the first multiple of `first` that is not below t: when it
/// has come down, it jumps up to where a longer one would be.
///
///   m(t) = to + (from - to) (1 - t / (n first))^power,   n = max(1, ceil(t / first))
inline CurvePtr make_saw(std::int64_t length, const Saw& saw) {
  return make_curve(
      length,
      [saw](std::int64_t t) {
        const std::int64_t n = std::max<std::int64_t>((t + saw.first - 1) / saw.first, 1);
        const double u = static_cast<double>(t) / static_cast<double>(n * saw.first);
        return saw.to + (saw.from - saw.to) * std::pow(1.0 - u, saw.power);
      },
      [saw](std::int64_t t) { return t > 1 && (t - 1) % saw.first == 0; });
}

}  // namespace anneal::dialect
