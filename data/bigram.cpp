#include "data/bigram.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "core/check.h"
#include "core/memory.h"
#include "core/rng.h"
#include "data/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using Row = std::vector<double>::iterator;

// softmax, in place.
void softmax(Row first, Row last) {
  // exp of the largest is 1: no sharpness can overflow it.
  const double largest = *std::max_element(first, last);
  std::transform(first, last, first, [largest](double a) { return std::exp(a - largest); });
  const double sum = std::accumulate(first, last, 0.0);
  std::transform(first, last, first, [sum](double a) { return a / sum; });
}

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

MarkovChain random_chain(Index states, double sharpness, std::uint64_t seed) {
  check(2 <= states && states <= 4096, "markov: states must be in [2, 4096], got ", states);
  check(0.0 <= sharpness && sharpness <= 10.0, "markov: sharpness must be in [0, 10], got ",
        sharpness);
  MarkovChain chain{.states = states};
  chain.transition.resize(states * states);
  Rng rng(seed, "transition");
  std::ranges::generate(chain.transition, [&] { return sharpness * rng.normal(); });
  for (auto row = chain.transition.begin(); row != chain.transition.end(); row += states) {
    softmax(row, row + states);
  }
  chain.stationary = stationary_distribution(chain.transition);
  for (Index i = 0; i < states; ++i) {
    for (Index j = 0; j < states; ++j) {
      const double p = chain.transition[i * states + j];
      chain.entropy_rate -= chain.stationary[i] * p * std::log(p);
    }
  }
  return chain;
}

std::vector<double> stationary_distribution(std::vector<double> transition) {
  const auto n = static_cast<std::size_t>(std::lround(std::sqrt(transition.size())));
  check(n >= 1 && n * n == transition.size(), "markov: ", transition.size(),
        " transition probabilities are no square matrix");
  const auto P = [&](std::size_t i, std::size_t j) -> double& { return transition[i * n + j]; };
  // Take state k out of the chain: what went through it goes directly.
  for (std::size_t k = n - 1; k > 0; --k) {
    double leaving = 0.0;
    for (std::size_t j = 0; j < k; ++j) {
      leaving += P(k, j);
    }
    for (std::size_t i = 0; i < k; ++i) {
      P(i, k) /= leaving;
      for (std::size_t j = 0; j < k; ++j) {
        P(i, j) += P(i, k) * P(k, j);
      }
    }
  }
  // Put the states back, one after the other.
  std::vector<double> stationary(n, 0.0);
  stationary[0] = 1.0;
  for (std::size_t k = 1; k < n; ++k) {
    for (std::size_t i = 0; i < k; ++i) {
      stationary[k] += stationary[i] * P(i, k);
    }
  }
  const double sum = std::accumulate(stationary.begin(), stationary.end(), 0.0);
  for (double& p : stationary) {
    p /= sum;
  }
  return stationary;
}

DataSplit bigram(const BigramOptions& options) {
  const auto [n, validation, length, states, sharpness, seed] = options;
  check(n >= 1 && validation >= 1 && length >= 1,
        "bigram: n, validation and length must be at least 1, got ", n, ", ", validation, " and ",
        length);
  check_memory((sizeof(Scalar) + sizeof(std::int32_t)) *
                   (static_cast<double>(n) + static_cast<double>(validation)) *
                   static_cast<double>(length),
               "bigram: n=", n, ", validation=", validation, " and length=", length);
  const MarkovChain chain = random_chain(states, sharpness, seed);
  const std::vector<double> first = cumulative(chain.stationary);
  std::vector<std::vector<double>> next;
  for (Index i = 0; i < states; ++i) {
    next.push_back(cumulative(std::span(chain.transition).subspan(i * states, first.size())));
  }
  const auto sequences = [&](const Shape& shape, Rng rng) {
    Dataset data{.name = "bigram", .inputs = Tensor(shape), .classes = chain.states};
    data.labels.reserve(shape.size());
    Scalar* input = data.inputs.data();
    for (Index i = 0; i < shape[0]; ++i) {
      std::int32_t symbol = draw(rng, first);
      for (Index t = 0; t < shape[1]; ++t) {
        *input++ = static_cast<Scalar>(symbol);
        symbol = draw(rng, next[symbol]);
        data.labels.push_back(symbol);
      }
    }
    return data;
  };
  return {.train = sequences({n, length}, Rng(seed, "train")),
          .validation = sequences({validation, length}, Rng(seed, "validation")),
          .loss_floor = chain.entropy_rate};
}

DataEntry bigram_entry() {
  return {{.name = "bigram",
           .parameters = {count_parameter("n", "4096", "training sequences"),
                          count_parameter("validation", "1024", "validation sequences"),
                          count_parameter("length", "32", "symbols that a model sees of each"),
                          {.name = "states",
                           .kind = spec::ValueKind::kInteger,
                           .default_text = "16",
                           .range = spec::between(2, 4096),
                           .help = "different symbols"},
                          {.name = "sharpness",
                           .default_text = "1.5",
                           .range = spec::between(0, 10),
                           .help = "0: any symbol may follow; large: nearly always the same one"},
                          seed_parameter("seed",
                                         "of chain and sequences; the same for all seeds of a "
                                         "comparison")},
           .formula = "P(j after i) = softmax_j(sharpness z_ij), z standard normal",
           .help = "symbols from a random Markov chain, whose entropy rate no model can beat",
           .source = "Shannon 1948"},
          [](const spec::Arguments& arguments) {
            return bigram({.n = arguments.integer("n"),
                           .validation = arguments.integer("validation"),
                           .length = arguments.integer("length"),
                           .states = arguments.integer("states"),
                           .sharpness = arguments.number("sharpness"),
                           .seed = seed_of(arguments, "seed")});
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
