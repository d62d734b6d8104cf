#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/scalar.h"

namespace anneal {

/// The order in which an epoch visits `count` samples: a pure function of its arguments.
///
/// Every arm of a comparison sees the same batches under the same seed, and a resumed run goes on
/// with the batch that would have come next. Stream: "order" under derived_seed(seed, epoch).
std::vector<Index> batch_order(std::uint64_t seed, std::uint64_t epoch, Index count);

/// How many updates an epoch has.
///
///   floor(count / batch_size)
///
/// The samples that do not fill a batch are left out of the epoch (others in every epoch, since
/// the order changes), so that all batches have one size and all gradients one noise level.
/// Throws std::invalid_argument unless 1 <= batch_size <= count, naming both.
/// Differs from: PyTorch's DataLoader, whose default is to keep the smaller last batch.
Index updates_per_epoch(Index count, Index batch_size);

struct BatchOrderOptions {
  Index count = 0;
  Index batch_size = 1;
  std::uint64_t seed = 0;
};

/// Which samples each update of a run sees: a pure function of (options, update).
///
///   rows(u) = batch u mod U of batch_order(seed, floor(u / U), count),   U = updates_per_epoch
///
/// A batch of all samples (batch_size == count) is not shuffled: it stays in the data set's order,
/// so that full-batch training can be compared with other programs number by number.
/// State: only the order of the epoch asked for last, kept so that a step allocates nothing.
class BatchOrder final {
 public:
  explicit BatchOrder(const BatchOrderOptions& options);

  Index updates_per_epoch() const { return updates_per_epoch_; }
  /// The epoch, from 0, that update `update` belongs to.
  Index epoch_of(Index update) const { return update / updates_per_epoch_; }
  /// The rows of the batch that update `update` (from 0, over all epochs) uses; valid until the
  /// next call.
  std::span<const Index> rows(Index update);

 private:
  BatchOrderOptions options_;
  Index updates_per_epoch_;
  Index epoch_ = -1;
  std::vector<Index> order_;
};

}  // namespace anneal
