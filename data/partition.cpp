#include "data/partition.h"

#include <algorithm>

#include "core/check.h"
#include "core/rng.h"

namespace anneal {

std::vector<Part> partition(const PartitionOptions& options) {
  const auto [count, train, validation, seed] = options;
  check(train >= 0 && validation >= 0, "train and validation must be >= 0, got ", train, " and ",
        validation);
  check(train > 0 || validation < count, "validation=", validation,
        " leaves nothing to train with: there are ", count, " samples (hold out fewer)");
  check(train <= count && validation <= count - train, "train=", train,
        " and validation=", validation, " need more samples than there are (", count, ")");
  std::vector<Part> parts(static_cast<std::size_t>(count),
                          train == 0 ? Part::kTrain : Part::kUnused);
  std::fill_n(parts.begin(), train, Part::kTrain);
  Index left = validation;
  for (const Index sample : Rng(seed, "split").permutation(count)) {
    if (left > 0 && sample >= train) {
      parts[static_cast<std::size_t>(sample)] = Part::kValidation;
      --left;
    }
  }
  return parts;
}

Index count_of(const std::vector<Part>& parts, Part part) {
  return std::ranges::count(parts, part);
}

}  // namespace anneal
