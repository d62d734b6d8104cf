#pragma once

#include "schedulers/curve.h"

namespace anneal {

/// One cycle up to 1 and down, in two or three phases, as a curve of `length` updates.
struct OnecycleShape {
  double start = 1.0 / 25.0;
  double end = 4e-6;
  bool cosine = true;
  bool three_phases = false;
  /// When the peak is due, in updates from the begin; need not be whole.
  double peak = 0.0;
};

/// Phase boundaries are at `peak`, with three phases also at 2 peak, and at the last update:
///
///   two phases: start -> 1 -> end      three phases: start -> 1 -> start -> end
///
/// The last update uses exactly `end`, the first one exactly `start` (if peak > 0).
CurvePtr make_onecycle(std::int64_t length, const OnecycleShape& shape);

}  // namespace anneal
