#include "core/rng.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "core/check.h"

namespace anneal {
namespace {

constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15;

std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

// FNV-1a: a stable hash of the stream's name (std::hash may differ between libraries).
std::uint64_t hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325;
  for (const char c : text) {
    h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return h;
}

}  // namespace

// The empty name leaves the seed as it is: Rng(seed, "") is plain SplitMix64, which has published
// values.
Rng::Rng(std::uint64_t seed, std::string_view stream)
    : key_(stream.empty() ? seed : mix(mix(seed + kGolden) ^ hash(stream))) {}

std::uint64_t Rng::bits() {
  return mix(key_ + ++drawn_ * kGolden);
}

double Rng::uniform() {
  // The upper 53 bits: as many as a double holds without rounding.
  return static_cast<double>(bits() >> 11) * 0x1p-53;
}

double Rng::uniform(double low, double high) {
  return low + (high - low) * uniform();
}

double Rng::normal() {
  // The second value that the transform could give is dropped: to keep it would be state.
  const double u = 1.0 - uniform();  // in (0, 1]: its logarithm is finite
  const double v = uniform();
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * v);
}

Index Rng::below(Index count) {
  check(count > 0, "rng: below() needs a count > 0, got ", count);
  const std::uint64_t n = count;
  __extension__ using Wide = unsigned __int128;
  const std::uint64_t rejected =
      -n % n;  // 2^64 mod n: products whose low half is below it are biased
  Wide product = Wide{bits()} * n;
  while (static_cast<std::uint64_t>(product) < rejected) {
    product = Wide{bits()} * n;
  }
  return static_cast<Index>(product >> 64);
}

void Rng::shuffle(std::span<Index> values) {
  for (std::size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[below(i)]);
  }
}

std::vector<Index> Rng::permutation(Index count) {
  std::vector<Index> order(count);
  std::iota(order.begin(), order.end(), Index{0});
  shuffle(order);
  return order;
}

std::uint64_t derived_seed(std::uint64_t seed, std::uint64_t counter) {
  return mix(mix(seed + kGolden) ^ (counter + kGolden));
}

}  // namespace anneal
