#pragma once

#include <cstdint>
#include <vector>

namespace anneal {

/// Cycles that begin one after the other, each `mult` times as long as the one before.
///
/// Whole mult: lengths first * mult^i by integer multiplication. Otherwise the running product is
/// rounded for each cycle. Never a logarithm: floor(log(...)) misses restarts by one (PyTorch's
/// CosineAnnealingWarmRestarts did).
class Cycles final {
 public:
  /// The cycles that begin before `end`. Throws std::invalid_argument unless first >= 1, mult >= 1.
  Cycles(std::int64_t first, double mult, std::int64_t end);

  struct Cycle {
    std::int64_t index;
    std::int64_t begin;
    std::int64_t length;
  };
  /// The cycle that holds t, 0 <= t. One that would begin at `end` or later does not exist.
  Cycle at(std::int64_t t) const;
  /// The length of cycle i.
  std::int64_t length_of(std::int64_t i) const;
  /// How many cycles there are.
  std::int64_t count() const;

 private:
  std::int64_t first_;
  bool equal_;                        // mult == 1: found by division
  std::int64_t last_;                 // index of the last cycle, if equal
  std::vector<std::int64_t> begins_;  // otherwise; one more than there are cycles
};

}  // namespace anneal
