#pragma once

#include "schedulers/curve.h"
#include "schedulers/entry.h"

namespace anneal {

/// One cycle up to `top` and down, in two or three phases, as a curve of `length` updates.
struct OnecycleShape {
  double start = 1.0 / 25.0;
  double top = 1.0;
  double end = 4e-6;
  bool cosine = true;
  bool three_phases = false;
  /// When the peak is due, in updates from the begin; need not be whole.
  double peak = 0.0;
};

/// Phase boundaries are at `peak`, with three phases also at 2 peak, and at the last update:
///
///   two phases: start -> top -> end      three phases: start -> top -> start -> end
///
/// The last update uses exactly `end`, the first one exactly `start` (if peak > 0).
CurvePtr make_onecycle(std::int64_t length, const OnecycleShape& shape);

/// The parameters "warmup", "shape" and "phases", which a cycle of the rate and one of the momentum
/// share.
spec::Parameter cycle_warmup_parameter();
spec::Parameter cycle_shape_parameter();
spec::Parameter cycle_phases_parameter();

/// The update of the peak for the arguments `warmup` and `phases`: the climb's last one. Throws
/// SpecError if the phases do not fit into the piece.
double onecycle_peak(const spec::Arguments& arguments, Place& place);

}  // namespace anneal
