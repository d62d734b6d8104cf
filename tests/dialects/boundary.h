#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/text.h"
#include "tests/dialects/support.h"

// A warmup that reaches the end of its schedule, or passes it: every library at every small length,
// against its formula as its source has it, update by update. What a library does not define there
// (it divides by zero, or stops with an error) is left out, and said so.

namespace anneal {

inline constexpr double kBase = 0.5;
inline constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// A schedule of N updates, W of them warmup, in the library's words and as its formula.
struct Boundary {
  std::string name;
  std::function<std::string(int N, int W)> text;
  /// The absolute rate; kUndefined at update 0 where the library refuses the whole schedule.
  std::function<double(int N, int W, int t)> rate;
  int least_warmup = 0;
};

inline void PrintTo(const Boundary& row, std::ostream* out) {
  *out << row.name;
}

inline double wave(double x) {
  return 0.5 * (1.0 + std::cos(std::numbers::pi * x));
}

inline double over(int part, int whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

/// N = 1 .. 8, W = 0 .. N + 2, t = 0 .. N + 2.
inline void expect_the_librarys_formula(const Boundary& row) {
  for (int N = 1; N <= 8; ++N) {
    for (int W = row.least_warmup; W <= N + 2; ++W) {
      const std::string text = row.text(N, W);
      if (std::isnan(row.rate(N, W, 0))) {
        EXPECT_NE(error_of(text, plan_of(N + 3, kBase)), "") << text;
        continue;
      }
      const std::vector<double> got = values(text, plan_of(N + 3, kBase));
      for (int t = 0; t <= N + 2; ++t) {
        const double wanted = row.rate(N, W, t);
        if (!std::isnan(wanted)) {
          EXPECT_NEAR(kBase * got[static_cast<std::size_t>(t)], wanted, 1e-13)
              << text << " at " << t;
        }
      }
    }
  }
}

}  // namespace anneal
