#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "schedulers/dialects/support.h"

namespace anneal::dialect {

/// Ramps one after the other whose ends need not fall on an update: of the one-cycle schedules,
/// which divide the run by a percentage.
struct Phases {
  struct Phase {
    double end;  ///< in updates since the first phase began
    double to;
  };

  double begin = 0.0;  ///< the first phase may have begun before update 0
  double from = 1.0;
  bool cosine = true;  ///< half a cosine; otherwise a straight line
  std::vector<Phase> phases = {};
};

/// A curve of `length` updates; after the last phase it holds that one's end value.
CurvePtr make_phases(std::int64_t length, const Phases& phases);

/// The same in the words of the catalogue; nothing if a phase ends between two updates.
std::optional<Schedule> spell(const Phases& phases, std::int64_t available);

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

/// The polynomial decay with `cycle` of Keras and Paddle.
struct CyclicPolynomial {
  std::int64_t first;  ///< decay_steps, > 0
  double power = 1.0;
  double from = 1.0;
  double to = 0.0;
};

/// A polynomial whose length grows to the first multiple of `first` that is not below t: when it
/// has come down, it jumps up to where a longer one would be.
///
///   m(t) = to + (from - to) (1 - t / (n first))^power,   n = max(1, ceil(t / first))
CurvePtr make_cyclic_polynomial(std::int64_t length, const CyclicPolynomial& shape);

}  // namespace anneal::dialect
