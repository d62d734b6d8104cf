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
/// Runs of more than 5e7 updates are sampled: the updates around the ends of each piece, and one of
/// every (N / 1e5) in between, which also stands for its neighbours in the area.
/// Throws spec::SpecError naming the piece, the update and the value.
Sweep sweep_run(const Curve& curve,
                const FeedbackState& start,
                const std::vector<Piece>& pieces,
                const RunPlan& plan);

/// For people: rounded to four significant digits.
double four_digits(double value);

/// The update that stands for block k of a run that is looked at in blocks of `stride` updates.
///
///   k stride + floor(stride frac(k phi)),   phi = (sqrt 5 - 1) / 2
///
/// Not the first of each block: of a schedule whose cycles divide the stride, all of these are
/// restarts. The multiples of phi are spread evenly over any of them.
std::int64_t update_of_block(std::int64_t k, std::int64_t stride);

}  // namespace anneal
