#include "apps/training/data_cache.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace anneal { namespace {

TEST(DataCache, LoadsASetOnceForAllThreads) {
  DataCache cache;
  const spec::Expr moons = spec::parse("moons(n=100)");
  std::vector<std::shared_ptr<const DataSplit>> seen(4);
  {
    std::vector<std::jthread> threads;
    for (auto& one : seen) {
      threads.emplace_back([&cache, &moons, &one] { one = cache.get(moons); });
    }
  }
  for (const auto& one : seen) {
    EXPECT_EQ(one, seen.front());
  }
}

TEST(DataCache, TellsSpecsApartAndTriesAgainAfterAFailure) {
  DataCache cache;
  EXPECT_NE(cache.get(spec::parse("moons(n=100)")), cache.get(spec::parse("moons(n=101)")));
  const spec::Expr missing = spec::parse("mnist(path=\"/no/such/folder\")");
  EXPECT_THROW(cache.get(missing), std::exception);
  EXPECT_THROW(cache.get(missing), std::exception);  // and not an empty set
}

}}  // namespace anneal
