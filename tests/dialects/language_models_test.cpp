#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/dialects/support.h"

// Peculiarities of torchtitan; every small length is in
// boundary_language_models_test.cpp.

namespace anneal { namespace {

TEST(Torchtitan, HasTheFormulaOf2026AndKeepsTheOneOf2025) {
  const std::string call =
      "torchtitan.linear_warmup_stable_decay(warmup_steps=4it, decay_type=cosine";
  const std::vector<double> now{.25, .5, .75, 1, 1, .933, .75, .5, .25, .067};
  const std::vector<double> then{.2, .4, .6, .8, .950, .812, .611, .389, .188, .050};
  const std::vector<double> got = values(call + ")", 10);
  const std::vector<double> old = values(call + ", version=2025)", 10);
  for (std::size_t t = 0; t < 10; ++t) {
    EXPECT_NEAR(got[t], now[t], 5.1e-4) << t;
    EXPECT_NEAR(old[t], then[t], 5.1e-4) << t;
  }
  EXPECT_NE(error_of(call + ", version=2024)", plan_of(10)), "");
}

TEST(Torchtitan, HoldsItsFloorAfterTotalSteps) {
  const std::vector<double> got = values(
      "torchtitan.linear_warmup_stable_decay(warmup_steps=2it, total_steps=6it, "
      "min_lr_factor=0.125)",
      9);
  EXPECT_EQ(got[6], 0.125);
  EXPECT_EQ(got[8], 0.125);
}

}}  // namespace anneal
