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
  const bool whole = mult == std::floor(mult) && mult < 0x1p53;
  begins_.push_back(0);
  std::int64_t length = first;
  double exact = static_cast<double>(first);
  while (true) {
    const std::int64_t begin = begins_.back();
    if (length >= end - begin) {  // the last one; comparing so cannot overflow
      begins_.push_back(std::max(end, begin) == end && length == end - begin
                            ? end
                            : begin + std::min<std::int64_t>(length, std::int64_t{1} << 60));
      return;
    }
    begins_.push_back(begin + length);
    if (whole) {
      const auto factor = static_cast<std::int64_t>(mult);
      constexpr std::int64_t kLongest = std::int64_t{1} << 60;
      length = length > kLongest / factor ? kLongest : length * factor;
    } else {
      exact = std::min(exact * mult, 0x1p60);
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

std::int64_t Cycles::count() const {
  return equal_ ? last_ + 1 : static_cast<std::int64_t>(begins_.size()) - 1;
}

}  // namespace anneal
