#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "apps/records/csv.h"
#include "apps/report/figure.h"

namespace anneal::report {

/// Means of `width` consecutive samples, each at the mean x of its block.
///
/// Blocks instead of a running mean: every value drawn is made of its own updates only, and the
/// figure can say so in one sentence. Samples that are not finite are left out; a last block
/// shorter than half of `width` joins the one before it.
Samples block_means(std::span<const Sample> samples, std::size_t width);

/// Mean and standard deviation over runs, sample by sample.
///
///   band = mean -+ sd,   sd of apps/study/statistics.h,   0 for n = 1
///
/// A run that ended early (diverged) counts as far as it came; `seeds` tells how many runs each
/// point has. Runs share their x: the same batch size and the same number of updates.
std::vector<CurvePoint> mean_and_band(std::span<const Samples> runs);

/// At most about 4 * `blocks` of the samples: the first, smallest, largest and last of each block,
/// so that no step and no peak of a rate gets lost.
Samples thin(std::span<const Sample> samples, std::size_t blocks);

/// The samples as points without a band.
std::vector<CurvePoint> as_points(std::span<const Sample> samples);

}  // namespace anneal::report
