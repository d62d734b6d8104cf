#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/pool.h"
#include "data/dataset.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Class numbers in a block of the pool, so that a batch reaches the heap only the first time.
using Labels = std::vector<std::int32_t, PoolAllocator<std::int32_t>>;

/// The samples of one update. Move the inputs into a Var: nothing is copied, and their block
/// returns to the pool when the step's graph is gone.
struct Batch {
  Tensor inputs;
  Labels labels;   // empty for regression
  Tensor targets;  // without a value for classification

  Index size() const { return inputs.has_value() ? inputs.shape()[0] : 0; }
};

/// The given samples, in the given order.
///
/// Shapes: rows B -> inputs (B, features...), labels B or B * T, targets (B, K).
/// Throws std::out_of_range for a row that is not there.
Batch gather(const Dataset& data, std::span<const Index> rows);

struct TrainingMoment {
  std::uint64_t seed = 0;
  std::uint64_t epoch = 0;
};

/// gather(), with the data set's augmentation applied on the way: what a training update sees.
///
/// A pure function: an image changes in the same way whenever the same run comes to it in the same
/// epoch, whatever the batch. Without an augmentation this is gather().
Batch gather_training(const Dataset& data,
                      std::span<const Index> rows,
                      const TrainingMoment& moment);

/// Samples [first, first + count): for evaluation, in the data set's order.
Batch slice(const Dataset& data, Index first, Index count);

}}  // namespace anneal::ANNEAL_PRECISION
