#include "data/batch_order.h"

#include <numeric>

#include "core/check.h"
#include "core/rng.h"

namespace anneal {
namespace {

void fill_order(std::uint64_t seed, std::uint64_t epoch, std::span<Index> order) {
  std::iota(order.begin(), order.end(), Index{0});
  Rng(derived_seed(seed, epoch), "order").shuffle(order);
}

}  // namespace

std::vector<Index> batch_order(std::uint64_t seed, std::uint64_t epoch, Index count) {
  check(count >= 0, "batch_order: count must be >= 0, got ", count);
  std::vector<Index> order(count);
  fill_order(seed, epoch, order);
  return order;
}

Index updates_per_epoch(Index count, Index batch_size) {
  check(batch_size >= 1, "batch size must be at least 1, got ", batch_size);
  check(batch_size <= count, "batch size ", batch_size, " is larger than the training set (", count,
        count == 1 ? " sample)" : " samples)");
  return count / batch_size;
}

BatchOrder::BatchOrder(const BatchOrderOptions& options)
    : options_(options),
      updates_per_epoch_(anneal::updates_per_epoch(options.count, options.batch_size)),
      order_(options.count) {
  std::iota(order_.begin(), order_.end(), Index{0});
}

std::span<const Index> BatchOrder::rows(Index update) {
  check(update >= 0, "batch order: update must be >= 0, got ", update);
  const Index epoch = epoch_of(update);
  const bool shuffled = options_.batch_size < options_.count;
  // The order of an epoch depends on its number alone, so a resumed run may begin anywhere.
  if (shuffled && epoch != epoch_) {
    fill_order(options_.seed, epoch, order_);
    epoch_ = epoch;
  }
  const Index first = update % updates_per_epoch_ * options_.batch_size;
  return std::span<const Index>(order_).subspan(first, options_.batch_size);
}

}  // namespace anneal
