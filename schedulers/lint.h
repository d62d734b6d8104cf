#pragma once

#include <string>
#include <vector>

#include "schedulers/curve.h"
#include "schedulers/resolve.h"

namespace anneal {

/// A schedule as written, and what it is in one run.
struct LintedRun {
  const Schedule& schedule;
  const RunPlan& plan;
  const Curve& curve;
  const FeedbackState& start;
  const std::vector<Piece>& pieces;
  const ScheduleSummary& summary;
};

/// Warns where the values of a run look as if updates had been written for epochs, the commonest
/// mistake with per-epoch schedulers:
///
/// * after a tenth of the run the rate is below 1e-6 of its peak, for good;
/// * a length in updates that would fit the run as epochs, and the rate is below half of its peak
///   and changes no more after a tenth of the run; or falls more than 20 times; or turns more than
///   once per epoch;
///
/// and where a cosine that climbs again is on its way up when the run ends.
///
/// Each line names the part, the number, and the same words in epochs where these would fit. It
/// looks at samples, and at the first million updates of a part.
std::vector<std::string> lint_units(const LintedRun& run);

}  // namespace anneal
