#include "apps/report/average.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace anneal::report { namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Samples ramp(std::size_t count) {
  Samples samples;
  for (std::size_t k = 0; k < count; ++k) {
    samples.push_back({static_cast<double>(k), 10.0 * static_cast<double>(k)});
  }
  return samples;
}

TEST(BlockMeans, AreTheMeansOfConsecutiveSamples) {
  const Samples means = block_means(ramp(6), 3);
  ASSERT_EQ(means.size(), 2U);
  EXPECT_EQ(means[0].x, 1);
  EXPECT_EQ(means[0].y, 10);
  EXPECT_EQ(means[1].x, 4);
  EXPECT_EQ(means[1].y, 40);
}

TEST(BlockMeans, AShortRestJoinsTheBlockBeforeIt) {
  EXPECT_EQ(block_means(ramp(13), 4).size(), 3U);  // 4 + 4 + 5
  EXPECT_EQ(block_means(ramp(14), 4).size(), 4U);  // 4 + 4 + 4 + 2
  EXPECT_EQ(block_means(ramp(13), 4).back().x, 10);
}

TEST(BlockMeans, AWidthOfOneChangesNothing) {
  EXPECT_EQ(block_means(ramp(5), 1).size(), 5U);
  EXPECT_EQ(block_means(ramp(5), 0).size(), 5U);
}

TEST(BlockMeans, LeaveOutWhatIsNotFinite) {
  const Samples samples = {{0, 1}, {1, kNaN}, {2, 3}};
  const Samples means = block_means(samples, 3);
  ASSERT_EQ(means.size(), 1U);
  EXPECT_EQ(means[0].y, 2);
}

TEST(Band, IsMeanAndSampleStandardDeviation) {
  const std::vector<Samples> runs = {{{0, 1}}, {{0, 2}}, {{0, 6}}};
  const std::vector<CurvePoint> points = mean_and_band(runs);
  ASSERT_EQ(points.size(), 1U);
  EXPECT_EQ(points[0].y, 3);
  EXPECT_DOUBLE_EQ(points[0].high - points[0].y, std::sqrt(7.0));  // (4 + 1 + 9) / 2
  EXPECT_EQ(points[0].seeds, 3);
}

TEST(Band, ARunThatEndedEarlyCountsAsFarAsItCame) {
  const std::vector<Samples> runs = {{{0, 1}, {1, 5}}, {{0, 3}}};
  const std::vector<CurvePoint> points = mean_and_band(runs);
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].y, 2);
  EXPECT_EQ(points[1].y, 5);
  EXPECT_EQ(points[1].seeds, 1);
  EXPECT_EQ(points[1].low, points[1].high);
}

TEST(Thin, KeepsFirstLastAndEveryPeak) {
  Samples samples = ramp(1000);
  for (Sample& sample : samples) {
    sample.y = 0;
  }
  samples[517].y = 9;
  samples[518].y = -9;
  const Samples few = thin(samples, 20);
  EXPECT_LE(few.size(), 80U);
  EXPECT_EQ(few.front().x, 0);
  EXPECT_EQ(few.back().x, 999);
  double high = 0;
  double low = 0;
  for (const Sample& sample : few) {
    high = std::max(high, sample.y);
    low = std::min(low, sample.y);
  }
  EXPECT_EQ(high, 9);
  EXPECT_EQ(low, -9);
}

TEST(Thin, LeavesAShortCurveAlone) {
  EXPECT_EQ(thin(ramp(80), 20).size(), 80U);
}

}}  // namespace anneal::report
