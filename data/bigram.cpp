#include "data/bigram.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

#include "core/check.h"
#include "core/rng.h"
#include "data/markov.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// Running sums, for drawing by bisection; the last one is 1 whatever the rounding.
std::vector<double> cumulative(std::span<const double> probabilities) {
  std::vector<double> sums(probabilities.size());
  std::partial_sum(probabilities.begin(), probabilities.end(), sums.begin());
  sums.back() = 1.0;
  return sums;
}

std::int32_t draw(Rng& rng, const std::vector<double>& sums) {
  return static_cast<std::int32_t>(std::ranges::upper_bound(sums, rng.uniform()) - sums.begin());
}

}  // namespace

DataSplit bigram(const BigramOptions& options) {
  const auto [n, validation, length, states, sharpness, seed] = options;
  check(n >= 1 && validation >= 1 && length >= 1,
        "bigram: n, validation and length must be at least 1, got ", n, ", ", validation, " and ",
        length);
  const MarkovChain chain = random_chain(states, sharpness, seed);
  const std::vector<double> first = cumulative(chain.stationary);
  std::vector<std::vector<double>> next;
  for (Index i = 0; i < states; ++i) {
    next.push_back(cumulative(
        std::span(chain.transition).subspan(static_cast<std::size_t>(i * states), first.size())));
  }
  const auto sequences = [&](const Shape& shape, Rng rng) {
    Dataset data{.name = "bigram", .inputs = Tensor(shape), .classes = chain.states};
    data.labels.reserve(static_cast<std::size_t>(shape.size()));
    Scalar* input = data.inputs.data();
    for (Index i = 0; i < shape[0]; ++i) {
      std::int32_t symbol = draw(rng, first);
      for (Index t = 0; t < shape[1]; ++t) {
        *input++ = static_cast<Scalar>(symbol);
        symbol = draw(rng, next[static_cast<std::size_t>(symbol)]);
        data.labels.push_back(symbol);
      }
    }
    return data;
  };
  return {.train = sequences({n, length}, Rng(seed, "train")),
          .validation = sequences({validation, length}, Rng(seed, "validation")),
          .loss_floor = chain.entropy_rate};
}

}}  // namespace anneal::ANNEAL_PRECISION
