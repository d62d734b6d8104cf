#pragma once

#include <utility>
#include <vector>

#include "schedulers/dialects/support.h"

/// What timm.cpp and timm_steps.cpp share: the warmup that every scheduler of timm has.
namespace anneal::dialect {

/// The warmup of every timm scheduler: a straight line from warmup_lr_init to the base rate (for
/// tanh without prefix: to where the tanh has come by then).
struct Climb {
  std::int64_t count = 0;
  double from = 0.0;
  double to = 1.0;
  bool prefix = false;  ///< the schedule begins after it, and not at update 0
};

inline Pieces climb(const Climb& climb) {
  Pieces pieces;
  if (climb.count > 0) {
    pieces.add(climb.count, line(climb.from, climb.to, climb.count));
  }
  return pieces;
}

/// What the schedule has already run when the warmup is over.
inline std::int64_t skipped(const Climb& climb) {
  return climb.prefix ? 0 : climb.count;
}

inline Climb climb_of(const spec::Arguments& arguments, std::int64_t count, const RunPlan& plan) {
  return {.count = count,
          .from = relative(arguments, "warmup_lr_init", plan),
          .prefix = arguments.flag("warmup_prefix")};
}

inline std::vector<spec::Parameter> with_warmup(std::vector<spec::Parameter> parameters,
                                                const char* prefix) {
  parameters.push_back(delay("warmup_t", "time of the climb", "0it"));
  parameters.push_back(rate("warmup_lr_init", "rate of the first update", "0"));
  parameters.push_back(flag("warmup_prefix", "true: the schedule begins after the warmup", prefix));
  return parameters;
}

}  // namespace anneal::dialect
