#pragma once

#include <cstdint>
#include <vector>

#include "core/scalar.h"

namespace anneal {

/// What a sample is used for.
enum class Part : std::uint8_t { kUnused, kTrain, kValidation };

struct PartitionOptions {
  Index count = 0;         // samples that there are
  Index train = 0;         // samples to train with; 0: all that are not held out
  Index validation = 0;    // samples to hold out
  std::uint64_t seed = 0;  // of the hold-out
};

/// Which samples are held out for validation and which are trained with, in the file's order.
///
/// With a limit, the training part is the first `train` samples and the hold-out is drawn from the
/// others; without one, the hold-out is drawn from all and the training part is what remains:
///
///   held out = the first `validation` entries >= train of a permutation of 0..count-1
///
/// So fewer training samples leave (nearly) the same hold-out. Stream: "split" under `seed`.
/// Throws std::invalid_argument if train + validation > count, or if nothing is left to train with.
std::vector<Part> partition(const PartitionOptions& options);

/// How many samples are of that part.
Index count_of(const std::vector<Part>& parts, Part part);

}  // namespace anneal
