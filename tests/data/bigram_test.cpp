#include "data/bigram.h"

#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace anneal { namespace {

TEST(StationaryDistribution, OfTwoStatesIsTheRatioOfTheirRates) {
  // pi_0 = b / (a + b) for P = (1 - a, a; b, 1 - b).
  const std::vector<double> p = stationary_distribution({0.9, 0.1, 0.3, 0.7});
  EXPECT_NEAR(p[0], 0.75, 1e-15);
  EXPECT_NEAR(p[1], 0.25, 1e-15);
}

TEST(StationaryDistribution, DoesNotChangeFromOneSymbolToTheNext) {
  const MarkovChain chain = random_chain(30, 3.0, 7);
  double total = 0.0;
  for (std::size_t j = 0; j < 30; ++j) {
    double after = 0.0;
    double row = 0.0;
    for (std::size_t i = 0; i < 30; ++i) {
      after += chain.stationary[i] * chain.transition[i * 30 + j];
      row += chain.transition[j * 30 + i];
    }
    EXPECT_NEAR(after, chain.stationary[j], 1e-15 + 1e-13 * chain.stationary[j]);
    EXPECT_NEAR(row, 1.0, 1e-14);
    total += chain.stationary[j];
  }
  EXPECT_NEAR(total, 1.0, 1e-14);
}

TEST(RandomChain, OfSharpnessZeroHasTheEntropyOfADie) {
  EXPECT_NEAR(random_chain(6, 0.0, 1).entropy_rate, std::log(6.0), 1e-14);
  EXPECT_LT(random_chain(6, 10.0, 1).entropy_rate, 1.0);
  EXPECT_GT(random_chain(6, 10.0, 1).entropy_rate, 0.0);
  EXPECT_THROW(random_chain(1, 1.0, 0), std::invalid_argument);
}

TEST(Bigram, LabelsEverySymbolWithTheNextOne) {
  const DataSplit split = bigram({.n = 5, .validation = 2, .length = 7, .states = 4});
  EXPECT_EQ(split.train.inputs.shape(), (Shape{5, 7}));
  EXPECT_EQ(split.train.classes, 4);
  check_consistent(split.train);
  for (Index i = 0; i < 5; ++i) {
    for (Index t = 0; t + 1 < 7; ++t) {
      EXPECT_EQ(static_cast<std::int32_t>(split.train.inputs.data()[i * 7 + t + 1]),
                split.train.labels[static_cast<std::size_t>(i * 7 + t)]);
    }
  }
}

// The chain's own probabilities as a model: its cross-entropy on samples must be the loss floor.
TEST(Bigram, FollowsItsChain) {
  const BigramOptions options{.n = 20000, .validation = 1, .length = 4, .states = 5, .seed = 3};
  const DataSplit split = bigram(options);
  const MarkovChain chain = random_chain(5, options.sharpness, 3);
  const Dataset& data = split.train;
  std::vector<double> starts(5, 0.0);
  double loss = 0.0;
  double squares = 0.0;
  const auto count = static_cast<double>(data.labels.size());
  for (std::size_t k = 0; k < data.labels.size(); ++k) {
    const auto from = static_cast<std::size_t>(data.inputs.data()[k]);
    const double l =
        -std::log(chain.transition[from * 5 + static_cast<std::size_t>(data.labels[k])]);
    loss += l / count;
    squares += l * l / count;
    if (k % 4 == 0) {
      starts[from] += 1.0 / 20000;
    }
  }
  EXPECT_EQ(split.loss_floor, chain.entropy_rate);
  EXPECT_NEAR(loss, chain.entropy_rate, 5 * std::sqrt((squares - loss * loss) / count));
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(starts[i], chain.stationary[i], 5 * std::sqrt(0.25 / 20000)) << i;
  }
}

}}  // namespace anneal
