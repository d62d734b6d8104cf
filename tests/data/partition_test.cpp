#include <algorithm>
#include <stdexcept>

#include <gtest/gtest.h>

#include "data/image_set.h"

namespace anneal { namespace {

TEST(Partition, HoldsOutAsManyAsAskedAndTrainsWithTheRest) {
  const auto parts = partition({.count = 1000, .validation = 100, .seed = 3});
  EXPECT_EQ(count_of(parts, Part::kValidation), 100);
  EXPECT_EQ(count_of(parts, Part::kTrain), 900);
  EXPECT_EQ(partition({.count = 1000, .validation = 100, .seed = 3}), parts);
  EXPECT_NE(partition({.count = 1000, .validation = 100, .seed = 4}), parts);
}

TEST(Partition, TrainsWithTheFirstSamplesOfTheFileUnderALimit) {
  const auto parts = partition({.count = 1000, .train = 200, .validation = 100});
  EXPECT_EQ(std::count(parts.begin(), parts.begin() + 200, Part::kTrain), 200);
  EXPECT_EQ(std::count(parts.begin() + 200, parts.end(), Part::kValidation), 100);
  EXPECT_EQ(count_of(parts, Part::kUnused), 700);
}

TEST(Partition, CanUseEverySample) {
  const auto parts = partition({.count = 10, .train = 7, .validation = 3});
  EXPECT_EQ(count_of(parts, Part::kUnused), 0);
  EXPECT_EQ(std::count(parts.begin() + 7, parts.end(), Part::kValidation), 3);
}

TEST(Partition, HoldsOutNothingWhenThereAreTestSamples) {
  const auto parts = partition({.count = 10, .train = 7, .validation = 3, .test = 4});
  EXPECT_EQ(std::count(parts.begin(), parts.begin() + 7, Part::kTrain), 7);
  EXPECT_EQ(std::count(parts.begin() + 7, parts.begin() + 10, Part::kUnused), 3);
  EXPECT_EQ(std::count(parts.begin() + 10, parts.end(), Part::kValidation), 4);
}

TEST(Partition, RefusesMoreThanThereIs) {
  EXPECT_THROW(partition({.count = 10, .train = 8, .validation = 3}), std::invalid_argument);
  EXPECT_THROW(partition({.count = 10, .train = 11}), std::invalid_argument);
  EXPECT_THROW(partition({.count = 10, .validation = 10}), std::invalid_argument);
}

}}  // namespace anneal
