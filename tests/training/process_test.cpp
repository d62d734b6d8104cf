#include "apps/training/process.h"

#include <limits>

#include <gtest/gtest.h>

namespace anneal { namespace {

// Half of the smallest normal number, computed at run time: a denormal, or zero when flushed.
float half_of_the_smallest() {
  volatile float smallest = std::numeric_limits<float>::min();
  return smallest * 0.5F;
}

TEST(FlushDenormals, TakesThemAsZeroWhileItLivesAndNoLonger) {
  EXPECT_GT(half_of_the_smallest(), 0.0F);
#if defined(__SSE2__) || defined(__aarch64__)
  {
    const FlushDenormals flush;
    EXPECT_EQ(half_of_the_smallest(), 0.0F);
  }
#endif
  EXPECT_GT(half_of_the_smallest(), 0.0F);
}

}}  // namespace anneal
