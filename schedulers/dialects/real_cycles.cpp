#include "schedulers/dialects/real_cycles.h"

#include <algorithm>
#include <cmath>

#include "core/check.h"

namespace anneal::dialect {

RealCycles::RealCycles(double first, double mult, std::int64_t end) : first_(first) {
  constexpr std::size_t kMostCycles = 1'000'000;
  check(first > 0.0 && mult >= 1.0 && std::isfinite(mult),
        "cycles: need first > 0 and mult >= 1, got ", first, " and ", mult);
  if (mult == 1.0) {
    return;
  }
  double begin = 0.0;
  for (double length = first; begin <= static_cast<double>(end); length *= mult) {
    check(begins_.size() < kMostCycles, "cycles: more than ", kMostCycles,
          " cycles in the run (lengthen the first one, or their growth)");
    begins_.push_back(begin);
    begin += length;
  }
  begins_.push_back(begin);  // where the last one ends
}

RealCycles::Moment RealCycles::at(std::int64_t t) const {
  const auto now = static_cast<double>(t);
  if (begins_.empty()) {
    const double index = std::floor(now / first_);
    const double since = now - index * first_;
    return {index, since / first_, since < 1.0};
  }
  const auto next = std::upper_bound(begins_.begin() + 1, begins_.end() - 1, now);
  const double begin = *(next - 1);
  return {static_cast<double>(next - begins_.begin() - 1), (now - begin) / (*next - begin),
          now - begin < 1.0};
}

}  // namespace anneal::dialect
