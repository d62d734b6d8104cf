#pragma once

#include <cstdint>
#include <vector>

#include "core/scalar.h"
#include "data/dataset.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A source of symbols in which the next one depends on the last one only.
struct MarkovChain {
  Index states = 0;
  std::vector<double> transition = {};  // (states, states): row i is the distribution after i
  std::vector<double> stationary = {};  // how often each state occurs
  double entropy_rate = 0.0;            // nats per symbol
};

/// A random chain: row i is the softmax of sharpness * (standard normals).
///
///   entropy rate = - sum_i stationary_i sum_j transition_ij ln transition_ij
///
/// Sharpness 0 gives independent uniform symbols (entropy ln states), a large one nearly certain
/// successors. The entropy rate is what the cross-entropy of a perfect model would be.
/// Stream: "transition" under the seed. Ranges: states >= 2, 0 <= sharpness <= 10.
/// Source of the entropy rate: Shannon 1948, theorem 5.
MarkovChain random_chain(Index states, double sharpness, std::uint64_t seed);

/// The stationary distribution of a chain all of whose transitions have positive probability.
///
/// Elimination without a single subtraction, so exact to rounding for every entry.
/// Source: Grassmann, Taksar and Heyman 1985, Regenerative analysis and steady state distributions.
std::vector<double> stationary_distribution(std::vector<double> transition);

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
