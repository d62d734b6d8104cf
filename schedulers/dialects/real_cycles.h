#pragma once

#include <cstdint>
#include <vector>

namespace anneal::dialect {

/// Cycles whose lengths first * mult^i need not be whole updates, as Keras and timm have them.
///
/// Their begins are found by adding lengths up, exactly for a whole mult; never by a logarithm,
/// which misses restarts by one.
class RealCycles final {
 public:
  /// Those that begin before `end`. Throws std::invalid_argument unless first > 0 and mult >= 1, or
  /// if there are more than a million cycles of different lengths.
  RealCycles(double first, double mult, std::int64_t end);

  struct Moment {
    double index;  ///< of the cycle, from 0
    double u;      ///< progress through it, in [0, 1)
    bool first;    ///< the cycle's first update
  };
  Moment at(std::int64_t t) const;

 private:
  double first_;
  std::vector<double> begins_;  // empty if all cycles are equally long
};

}  // namespace anneal::dialect
