#include "schedulers/catalogue/cycles.h"

#include <algorithm>
#include <cmath>

#include "core/check.h"

namespace anneal {

Cycles::Cycles(std::int64_t first, double mult, std::int64_t end)
    : first_(first), equal_(mult == 1.0), last_(0) {
  check(first >= 1, "cycles: the first one must have at least 1 update, got ", first);
  check(mult >= 1.0 && std::isfinite(mult), "cycles: mult must be >= 1, got ", mult);
  if (equal_) {
    last_ = std::max<std::int64_t>((end - 1) / first, 0);
    return;
  }
  constexpr std::int64_t kLongest = std::int64_t{1} << 60;
  const bool whole = mult == std::floor(mult);
  std::int64_t length = first;
  auto exact = static_cast<double>(first);
  begins_.push_back(0);
  while (begins_.back() < end) {
    begins_.push_back(begins_.back() + length);
    exact = std::min(exact * mult, 0x1p60);
    if (whole) {
      const auto factor = static_cast<std::int64_t>(std::min(mult, 0x1p60));
      length = length > kLongest / factor ? kLongest : length * factor;
    } else {
      length = static_cast<std::int64_t>(std::floor(exact + 0.5));
    }
  }
}

Cycles::Cycle Cycles::at(std::int64_t t) const {
  if (equal_) {
    const std::int64_t index = std::min(t / first_, last_);
    return {index, index * first_, first_};
  }
  const auto after = std::upper_bound(begins_.begin() + 1, begins_.end() - 1, t);
  const auto index = (after - begins_.begin()) - 1;
  return {index, *(after - 1), *after - *(after - 1)};
}

std::int64_t Cycles::length_of(std::int64_t i) const {
  const auto at = static_cast<std::size_t>(i);
  return equal_ ? first_ : begins_.at(at + 1) - begins_.at(at);
}

std::int64_t Cycles::count() const {
  return equal_ ? last_ + 1 : static_cast<std::int64_t>(begins_.size()) - 1;
}

}  // namespace anneal
