#pragma once

#include <cstdint>

#include "data/dataset.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// What all drawn sets of points have in common. The training and the validation part are drawn
/// independently: streams "train" and "validation" under `seed`. Classes take turns: sample i is of
/// class i mod K.
struct PointsOptions {
  Index n = 1000;           // training points
  Index validation = 1000;  // validation points
  double noise = 0.0;       // standard deviation of what is added to every coordinate
  std::uint64_t seed = 0;
};

/// Two interleaved spirals in the plane: a small set on which small networks need a good schedule.
///
///   r = 1 - 12/13 u,  a = 2 pi turns u,  x = (r sin a, r cos a) for class 0, -x for class 1,
///   u uniform in [0, 1)
///
/// Shapes: inputs (n, 2), 2 classes.
/// Source: Lang and Witbrock 1988, Learning to tell two spirals apart (3 turns, radius 6.5).
DataSplit spirals(const PointsOptions& options, double turns);

/// Two interleaved half circles in the plane.
///
///   (cos a, sin a) for class 0, (1 - cos a, 1/2 - sin a) for class 1,   a uniform in [0, pi)
///
/// Shapes: inputs (n, 2), 2 classes. Source: as scikit-learn's make_moons, with random angles.
DataSplit moons(const PointsOptions& options);

/// One round cloud of points for each class, about centres drawn uniformly from [-5, 5)^features
/// (stream "centres" under the seed).
///
/// Shapes: inputs (n, features).
DataSplit blobs(const PointsOptions& options, Index classes, Index features);

}}  // namespace anneal::ANNEAL_PRECISION
