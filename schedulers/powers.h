#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace anneal {

/// gamma^k for whole k, from a table where it is short: std::pow is slow where it underflows.
class Powers final {
 public:
  /// For 0 <= k <= last.
  Powers(double gamma, std::int64_t last) : gamma_(gamma) {
    constexpr std::int64_t kLongestTable = 1 << 16;
    const auto count = static_cast<std::size_t>(std::min(last, kLongestTable) + 1);
    table_.reserve(count);
    for (std::size_t k = 0; k < count; ++k) {
      table_.push_back(std::pow(gamma, static_cast<double>(k)));
    }
  }

  double operator()(std::int64_t k) const {
    const auto at = static_cast<std::size_t>(k);
    return at < table_.size() ? table_[at] : std::pow(gamma_, static_cast<double>(k));
  }

 private:
  double gamma_;
  std::vector<double> table_;
};

}  // namespace anneal
