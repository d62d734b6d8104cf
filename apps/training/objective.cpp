#include "apps/training/objective.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace anneal { inline namespace ANNEAL_PRECISION {

bool all_finite(const Tensor& tensor) {
  return std::ranges::all_of(tensor.values(), [](Scalar value) { return std::isfinite(value); });
}

bool Judgement::is_finite() const {
  return std::isfinite(train.loss) && std::isfinite(validation.loss);
}

StatisticsPoint::StatisticsPoint(Objective& objective, bool moved)
    : statistics_(moved ? objective.statistics() : NamedBuffers()) {
  if (statistics_.empty()) {
    return;
  }
  for (const NamedBuffer& buffer : statistics_) {
    before_.push_back(buffer.var.value());
  }
  objective.renew_statistics();
}

StatisticsPoint::~StatisticsPoint() {
  for (std::size_t i = 0; i < before_.size(); ++i) {
    statistics_[i].var.mutable_value() = std::move(before_[i]);
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
