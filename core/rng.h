#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/scalar.h"

namespace anneal {

/// A stream of random numbers that is a pure function of (seed, name, how many were drawn).
///
///   word n = mix(key + (n + 1) * 0x9e3779b97f4a7c15),   mix = SplitMix64's finaliser
///
/// Streams with different names under the same seed are independent, so one consumer drawing more
/// or less never changes what another one sees: "weights", "order", "split", "dropout".
/// Distributions of the standard library differ from one library to the next; the ones here are our
/// own, pinned by golden values.
/// State: one counter; position() and seek() save and restore it.
/// Source: Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators (OOPSLA).
class Rng final {
 public:
  Rng(std::uint64_t seed, std::string_view stream);

  /// The next 64 random bits.
  std::uint64_t bits();
  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform();
  double uniform(double low, double high);
  /// Standard normal, by the Box-Muller transform; draws two words.
  double normal();
  /// Uniform in {0, ..., count - 1}, without bias (Lemire 2019). Throws std::invalid_argument
  /// unless count > 0.
  Index below(Index count);
  /// Fisher-Yates.
  void shuffle(std::span<Index> values);
  /// A random order of 0, ..., count - 1.
  std::vector<Index> permutation(Index count);

  std::uint64_t position() const { return drawn_; }
  void seek(std::uint64_t position) { drawn_ = position; }

 private:
  std::uint64_t key_;
  std::uint64_t drawn_ = 0;
};

/// A seed derived from another one and a counter (an epoch, a sample): for pure functions such as
/// order(seed, epoch).
std::uint64_t derived_seed(std::uint64_t seed, std::uint64_t counter);

}  // namespace anneal
