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

/// P(|T| <= t) of Student's distribution with `freedom` >= 1 degrees of freedom, t >= 0.
///
///   theta = atan(t / sqrt(freedom))
///   odd   2/pi (theta + sin theta (cos + 2/3 cos^3 + ... + 2/3 4/5 ... cos^(freedom - 2)))
///   even  sin theta (1 + 1/2 cos^2 + 1/2 3/4 cos^4 + ... + cos^(freedom - 2))
///
/// Source: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4.
double student_t_within(double t, std::int64_t freedom);

/// The t with P(|T| <= t) = share: 4.303 for 95 % and 2 degrees of freedom.
/// Throws std::invalid_argument unless 0 < share < 1 and freedom >= 1.
double student_t_quantile(double share, std::int64_t freedom);

/// A mean, and how far from it the true one may be.
///
///   mean +- t sd / sqrt(n),   t = student_t_quantile(share, n - 1)
struct Interval {
  double mean = 0.0;
  double half_width = 0.0;

  double low() const { return mean - half_width; }
  double high() const { return mean + half_width; }
};

/// Nothing for fewer than two values: one says nothing about how they differ.
std::optional<Interval> mean_interval(std::span<const double> values, double share = 0.95);

}  // namespace anneal
