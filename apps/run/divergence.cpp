#include "apps/run/divergence.h"

#include <algorithm>

namespace anneal {

void LossWatch::start(double evaluated, std::optional<double> guessing) {
  numbers_ = Numbers{.limit = kRise * std::max(evaluated, guessing.value_or(evaluated))};
}

void LossWatch::update(std::int64_t step, double loss) {
  if (!numbers_) {
    return;
  }
  auto& [limit, smoothed, below_at] = *numbers_;
  if (step == 0) {
    limit = std::max(limit, kRise * loss);
    smoothed = loss;
  }
  smoothed = kKept * smoothed + (1.0 - kKept) * std::min(loss, kCap * limit);
  if (smoothed <= limit) {
    below_at = step;
  }
}

std::optional<std::int64_t> LossWatch::diverged_at(double evaluated) const {
  return numbers_ && evaluated > numbers_->limit ? std::optional(numbers_->below_at) : std::nullopt;
}

}  // namespace anneal
