#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace anneal {

/// Mean and standard deviation over the seeds.
///
///   mean = sum x / n,   sd = sqrt(sum (x - mean)^2 / (n - 1))
///
/// sd is absent for n < 2: one run says nothing about how runs differ.
struct MeanSd {
  double mean = 0.0;
  std::optional<double> sd = {};
  std::int64_t n = 0;
};

/// The one place of the program that computes them. Nothing if there are no values.
std::optional<MeanSd> mean_sd(std::span<const double> values);

}  // namespace anneal
