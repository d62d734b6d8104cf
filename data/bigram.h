#pragma once

#include <cstdint>

#include "data/dataset.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct BigramOptions {
  Index n = 4096;           // training sequences
  Index validation = 1024;  // validation sequences
  Index length = 32;        // symbols that a model sees of each
  Index states = 16;        // different symbols
  double sharpness = 1.5;   // how far from uniform the successors are
  std::uint64_t seed = 0;
};

/// Sequences from a random Markov chain, to learn the next symbol from the ones before.
///
/// Each sequence starts in the stationary distribution, so at every position the smallest
/// expected cross-entropy is the chain's entropy rate: that is the split's loss_floor, in nats.
/// Both parts come from the same chain (see random_chain), independently: streams "train" and
/// "validation" under the seed.
/// Shapes: inputs (n, length) of symbol ids, n * length labels.
DataSplit bigram(const BigramOptions& options);

}}  // namespace anneal::ANNEAL_PRECISION
