#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "schedulers/dialects/phases.h"
#include "tests/dialects/support.h"

// What only dialects are made of.

namespace anneal { namespace {

TEST(RealCycles, RestartExactlyForWholeFactors) {
  for (const double mult : {1.0, 2.0, 3.0, 5.0, 10.0}) {
    const std::int64_t end = 1'000'000;
    const dialect::RealCycles cycles(7.0, mult, end);
    double begin = 0.0;
    double length = 7.0;
    for (int i = 0; begin < 1e6; ++i) {
      const auto moment = cycles.at(static_cast<std::int64_t>(begin));
      EXPECT_EQ(moment.index, i) << mult;
      EXPECT_EQ(moment.u, 0.0) << mult;
      EXPECT_TRUE(moment.first) << mult;
      if (begin > 0.0) {
        EXPECT_EQ(cycles.at(static_cast<std::int64_t>(begin) - 1).index, i - 1) << mult;
      }
      begin += length;
      length *= mult;
    }
  }
}

TEST(RealCycles, RefuseGrowthThatNeverEnds) {
  EXPECT_THROW(dialect::RealCycles(1.0, 1.0 + 1e-12, 10'000'000), std::invalid_argument);
  EXPECT_THROW(dialect::RealCycles(1.0, 0.5, 10), std::invalid_argument);
}

TEST(Window, HoldsCutsAndSkips) {
  expect_same(values("window(linear(for=4it), skip=1it, for=2it) then constant(0.125)", 5),
              {0.75, 0.5, 0.125, 0.125, 0.125}, "skip and for");
  expect_same(values("window(linear(for=2it), for=4it) then constant(0.125)", 5),
              {1, 0.5, 0, 0, 0.125}, "held");
  // As a factor shorter than the product it holds what it had come to.
  expect_same(values("constant * window(linear(for=4it), for=2it)", 4), {1, 0.75, 0.5, 0.5},
              "factor");
  expect_same(values("window(constant(0.5, for=9it) then linear)", 3), {0.5, 0.5, 0.5}, "beyond");
  EXPECT_NE(error_of("window(linear(for=0it))", plan_of(3)).find("no update"), std::string::npos);
}

}}  // namespace anneal
