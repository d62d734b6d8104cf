// Pinned numbers come from tests/golden/rng_golden.py, a second implementation.

#include "core/rng.h"

#include <cmath>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

using testing::ElementsAre;

TEST(Rng, WithoutANameIsSplitMix64AsPublished) {
  Rng rng(1234567, "");
  EXPECT_EQ(rng.bits(), 6457827717110365317u);
  EXPECT_EQ(rng.bits(), 3203168211198807973u);
  EXPECT_EQ(rng.bits(), 9817491932198370423u);
  EXPECT_EQ(rng.bits(), 4593380528125082431u);
  EXPECT_EQ(rng.bits(), 16408922859458223821u);
}

TEST(Rng, NamedStreamsArePinned) {
  EXPECT_EQ(Rng(1, "weights").bits(), 1795444435390877557u);
  EXPECT_EQ(Rng(1, "order").bits(), 6449517500250257754u);
  EXPECT_EQ(derived_seed(7, 3), 11694764210567486113u);
}

TEST(Rng, UniformIsPinned) {
  Rng rng(1, "weights");
  EXPECT_EQ(rng.uniform(), 0.09733123787138986);
  EXPECT_EQ(rng.uniform(), 0.731013897750342);
  EXPECT_EQ(rng.uniform(10, 20), 10 + 10 * 0.04683210905013058);
}

TEST(Rng, NormalIsPinned) {
  Rng rng(1, "weights");
  EXPECT_DOUBLE_EQ(rng.normal(), -0.053857883680099215);
  EXPECT_DOUBLE_EQ(rng.normal(), -0.2443773700184222);
  EXPECT_DOUBLE_EQ(rng.normal(), -1.2574000742557412);
}

TEST(Rng, BelowAndPermutationArePinned) {
  EXPECT_THAT(Rng(1, "order").permutation(10), ElementsAre(6, 7, 1, 9, 2, 5, 8, 0, 4, 3));
  Rng rng(1, "order");
  std::vector<Index> drawn(12);
  for (Index& value : drawn) {
    value = rng.below(3);
  }
  EXPECT_THAT(drawn, ElementsAre(1, 1, 0, 1, 2, 1, 2, 1, 1, 0, 2, 2));
}

TEST(Rng, BelowRejectsWhatWouldBeBiased) {
  Rng rng(1, "order");
  const Index count = Index{3} << 61;  // a quarter of all words is rejected: five draws for four
  EXPECT_EQ(rng.below(count), 2418569062593846657);
  EXPECT_EQ(rng.below(count), 3398288677930673419);
  EXPECT_EQ(rng.below(count), 4417119160988926878);
  EXPECT_EQ(rng.below(count), 5991693789811031815);
  EXPECT_EQ(rng.position(), 5u);
}

TEST(Rng, BelowRefusesAnEmptyRange) {
  EXPECT_THAT([] { Rng(1, "").below(0); }, testing::ThrowsMessage<std::invalid_argument>(
                                               "rng: below() needs a count > 0, got 0"));
}

TEST(Rng, SeekContinuesWhereAnotherStreamWas) {
  Rng a(9, "dropout");
  a.normal();
  a.uniform();
  Rng b(9, "dropout");
  b.seek(a.position());
  EXPECT_EQ(a.position(), 3u);  // normal() draws two words
  EXPECT_EQ(a.bits(), b.bits());
}

TEST(Rng, HasTheMomentsOfItsDistributions) {
  constexpr int kCount = 200000;
  Rng rng(3, "moments");
  double u1 = 0, u2 = 0, n1 = 0, n2 = 0, n3 = 0, n4 = 0;
  for (int i = 0; i < kCount; ++i) {
    const double u = rng.uniform();
    const double n = rng.normal();
    ASSERT_TRUE(0 <= u && u < 1);
    u1 += u;
    u2 += u * u;
    n1 += n;
    n2 += n * n;
    n3 += n * n * n;
    n4 += n * n * n * n;
  }
  // Within five standard errors.
  const double root = std::sqrt(static_cast<double>(kCount));
  EXPECT_NEAR(u1 / kCount, 1.0 / 2, 5 * std::sqrt(1.0 / 12) / root);
  EXPECT_NEAR(u2 / kCount, 1.0 / 3, 5 * std::sqrt(4.0 / 45) / root);
  EXPECT_NEAR(n1 / kCount, 0, 5 * 1 / root);
  EXPECT_NEAR(n2 / kCount, 1, 5 * std::sqrt(2.0) / root);
  EXPECT_NEAR(n3 / kCount, 0, 5 * std::sqrt(15.0) / root);
  EXPECT_NEAR(n4 / kCount, 3, 5 * std::sqrt(96.0) / root);
}

TEST(Rng, StreamsOfOneSeedAreUncorrelated) {
  constexpr int kCount = 100000;
  Rng a(5, "weights");
  Rng b(5, "order");
  Rng c(6, "weights");
  double ab = 0, ac = 0;
  for (int i = 0; i < kCount; ++i) {
    const double x = a.uniform() - 0.5;
    ab += x * (b.uniform() - 0.5);
    ac += x * (c.uniform() - 0.5);
  }
  const double bound = 5 * (1.0 / 12) * std::sqrt(static_cast<double>(kCount));
  EXPECT_LT(std::abs(ab), bound);
  EXPECT_LT(std::abs(ac), bound);
}

TEST(Rng, ShuffleKeepsTheElementsAndIsFair) {
  constexpr int kCount = 60000;
  Rng rng(11, "order");
  std::vector<int> seen(6);  // the six orders of three
  for (int i = 0; i < kCount; ++i) {
    const std::vector<Index> order = rng.permutation(3);
    ASSERT_EQ(std::accumulate(order.begin(), order.end(), Index{0}), 3);
    ++seen[static_cast<std::size_t>(2 * order[0] + (order[1] > order[2] ? 1 : 0))];
  }
  for (const int count : seen) {
    EXPECT_NEAR(count, kCount / 6, 5 * std::sqrt(kCount * 5.0 / 36));
  }
}

}}  // namespace anneal
