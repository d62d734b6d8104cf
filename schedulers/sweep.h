#pragma once

#include <string>
#include <vector>

#include "schedulers/curve.h"
#include "schedulers/resolve.h"

namespace anneal {

/// What one pass over all values of a run finds.
struct Sweep {
  ScheduleSummary summary;
  std::vector<std::string> warnings;
};

/// Computes every value of the run once: checks that it is finite and >= 0, sums them up, and looks
/// for what a preview warns of (rates that are all 0, a run cut short, jumps).
///
/// Runs of more than 5e7 updates are sampled: the updates around the ends of each piece, and every
/// (N / 1e5)-th in between, which also stands for its neighbours in the area.
/// Throws spec::SpecError naming the piece, the update and the value.
Sweep sweep_run(const Curve& curve,
                const FeedbackState& start,
                const std::vector<Piece>& pieces,
                const RunPlan& plan);

}  // namespace anneal
