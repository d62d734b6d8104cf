#pragma once

#include <cstdint>

#include "data/dataset.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct TeacherOptions {
  Index n = 1000;           // training samples
  Index validation = 1000;  // validation samples
  Index features = 10;
  Index hidden = 16;  // width of the teacher
  Index outputs = 1;
  double noise = 0.1;  // standard deviation of what is added to every target
  std::uint64_t seed = 0;
};

/// Teacher-student regression: targets from a fixed random two-layer network, with noise.
///
///   y = W2 tanh(W1 x / sqrt(features)) / sqrt(hidden) + noise z,   W1, W2, x, z standard normal
///
/// The teacher is the same for both parts (stream "teacher" under the seed), the samples are
/// independent (streams "train" and "validation"). No model gets below noise^2 in mean squared
/// error: that is the split's loss_floor.
/// Shapes: inputs (n, features), targets (n, outputs).
/// Source: Saad and Solla 1995, On-line learning in soft committee machines (the setting).
DataSplit teacher(const TeacherOptions& options);

}}  // namespace anneal::ANNEAL_PRECISION
