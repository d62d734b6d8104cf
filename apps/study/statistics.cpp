#include "apps/study/statistics.h"

#include <cmath>
#include <numbers>
#include <numeric>

#include "core/check.h"

namespace anneal {

std::optional<MeanSd> mean_sd(std::span<const double> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  const auto n = static_cast<double>(values.size());
  MeanSd result{.mean = std::accumulate(values.begin(), values.end(), 0.0) / n,
                .n = static_cast<std::int64_t>(values.size())};
  if (values.size() > 1) {
    double squares = 0.0;  // of differences: sums of squares cancel where sd is small beside mean
    for (const double value : values) {
      squares += (value - result.mean) * (value - result.mean);
    }
    result.sd = std::sqrt(squares / (n - 1.0));
  }
  return result;
}

double student_t_within(double t, std::int64_t freedom) {
  const double theta = std::atan(t / std::sqrt(static_cast<double>(freedom)));
  const double cos = std::cos(theta);
  const bool odd = freedom % 2 == 1;
  double term = odd ? cos : 1.0;
  double sum = freedom == 1 ? 0.0 : term;
  for (std::int64_t k = odd ? 2 : 1; k < freedom - 2; k += 2) {  // times 2/3, 4/5, ... or 1/2, 3/4
    term *= static_cast<double>(k) / static_cast<double>(k + 1) * cos * cos;
    sum += term;
  }
  sum *= std::sin(theta);
  return odd ? 2.0 / std::numbers::pi * (theta + sum) : sum;
}

double student_t_quantile(double share, std::int64_t freedom) {
  check(0.0 < share && share < 1.0, "t quantile: the share must be in (0, 1), got ", share);
  check(freedom >= 1, "t quantile: needs at least 1 degree of freedom, got ", freedom);
  double low = 0.0;
  double high = 1.0;
  while (student_t_within(high, freedom) < share && std::isfinite(high)) {
    high *= 2.0;
  }
  for (double middle = 0.5 * high; low < middle && middle < high; middle = 0.5 * (low + high)) {
    (student_t_within(middle, freedom) < share ? low : high) = middle;
  }
  return high;
}

std::optional<Interval> mean_interval(std::span<const double> values, double share) {
  const std::optional<MeanSd> found = mean_sd(values);
  if (!found || !found->sd) {
    return std::nullopt;
  }
  return Interval{.mean = found->mean,
                  .half_width = student_t_quantile(share, found->n - 1) * *found->sd /
                                std::sqrt(static_cast<double>(found->n))};
}

}  // namespace anneal
