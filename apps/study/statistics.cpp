#include "apps/study/statistics.h"

#include <cmath>
#include <numeric>

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

}  // namespace anneal
