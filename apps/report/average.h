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

/// Where blocks end. Their widths grow in proportion to where they are, so that they look equally
/// wide on a logarithmic axis: single samples first, then about `per_decade` blocks for each power
/// of ten.
std::vector<std::size_t> growing_blocks(std::size_t count, int per_decade);

/// The same over blocks that end at `ends`.
Samples block_means(std::span<const Sample> samples, std::span<const std::size_t> ends);

/// The width of blocks for a curve of `count` updates: at most `most` blocks of at least 25
/// updates, but 40 blocks if there are fewer. Short curves are smoothed too, or they would be all
/// noise.
std::size_t block_width(std::size_t count, std::size_t most);

/// What the middle of several values is, and their spread around it.
///
///   arithmetic   mean,                  mean -+ sd
///   geometric    exp(mean of the logs), exp(mean -+ sd of the logs)
///
/// The second is for logarithmic axes: its band is as wide above as below there, and never reaches
/// 0. The first is cut at 0 if no value is below.
enum class Centre { kArithmetic, kGeometric };

/// Mean and standard deviation over runs, sample by sample.
///
/// sd of apps/study/statistics.h, 0 for n = 1. A run that ended early counts as far as it came;
/// `seeds` tells how many runs each point has. Runs share their x: the same batch size and the same
/// number of updates. Values must be positive for the geometric mean.
std::vector<CurvePoint> mean_and_band(std::span<const Samples> runs,
                                      Centre centre = Centre::kArithmetic);

/// At most about 4 * `blocks` of the samples: the first, smallest, largest and last of each block,
/// so that no step and no peak of a rate gets lost.
Samples thin(std::span<const Sample> samples, std::size_t blocks);

/// The same for blocks that end at `ends`.
Samples thin(std::span<const Sample> samples, std::span<const std::size_t> ends);

/// The samples as points without a band.
std::vector<CurvePoint> as_points(std::span<const Sample> samples);

}  // namespace anneal::report
