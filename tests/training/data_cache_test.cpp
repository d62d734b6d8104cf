#include <stdexcept>

#include <gtest/gtest.h>

#include "apps/training/run_setup.h"
#include "core/spec/parse.h"

namespace anneal { namespace {

TEST(DataCache, LoadsASetOnceForAllWhoAskForIt) {
  DataCache cache;
  const LoadedData& first = cache.get(spec::parse("moons(n=100)"));
  const LoadedData& again = cache.get(spec::parse("moons(n=100)"));
  EXPECT_EQ(first.split, again.split);
  EXPECT_EQ(first.hash.size(), 16U);
}

TEST(DataCache, TellsSpecsApartAndTriesAgainAfterAFailure) {
  DataCache cache;
  const LoadedData& hundred = cache.get(spec::parse("moons(n=100)"));
  const LoadedData& more = cache.get(spec::parse("moons(n=101)"));
  EXPECT_NE(hundred.split, more.split);
  EXPECT_NE(hundred.hash, more.hash);
  const spec::Expr missing = spec::parse("mnist(path=\"/no/such/folder\")");
  EXPECT_THROW(cache.get(missing), std::exception);
  EXPECT_THROW(cache.get(missing), std::exception);  // and not an empty set
}

}}  // namespace anneal
