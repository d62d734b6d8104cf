#include "data/augmentation.h"

#include <array>
#include <cmath>
#include <set>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "data/batch.h"

namespace anneal { namespace {

std::vector<Scalar> values(const Tensor& t) {
  return {t.values().begin(), t.values().end()};
}

// Two images of 2 channels, 3 x 4, with all elements different and none of them 0.
Dataset images(const Augmentation& augmentation) {
  Dataset data{.name = "images", .inputs = Tensor({2, 2, 3, 4}), .labels = {0, 1}, .classes = 2};
  for (Index i = 0; i < data.inputs.size(); ++i) {
    data.inputs.data()[i] = static_cast<Scalar>(i + 1);
  }
  data.augmentation = augmentation;
  return data;
}

// The formula in data/augmentation.h, pixel by pixel.
Scalar changed_pixel(const Dataset& data,
                     Index row,
                     Index plane,
                     Index y,
                     Index x,
                     const ImageChange& change) {
  const Index cutout = data.augmentation.cutout;
  if (change.top <= y && y < change.top + cutout && change.left <= x && x < change.left + cutout) {
    return 0;
  }
  const Index from_y = y - change.down;
  const Index from_x = (change.mirrored ? 3 - x : x) - change.right;
  if (from_y < 0 || from_y >= 3 || from_x < 0 || from_x >= 4) {
    return 0;
  }
  return data.inputs.data()[((row * 2 + plane) * 3 + from_y) * 4 + from_x];
}

TEST(Augmentation, FollowsItsFormulaPixelByPixel) {
  for (const Augmentation& augmentation :
       {Augmentation{.shift = 1}, Augmentation{.shift = 6}, Augmentation{.flip = true},
        Augmentation{.cutout = 2}, Augmentation{.shift = 2, .flip = true, .cutout = 3}}) {
    const Dataset data = images(augmentation);
    for (std::uint64_t epoch = 0; epoch < 40; ++epoch) {
      const Batch batch =
          gather_training(data, std::array<Index, 2>{1, 0}, {.seed = 5, .epoch = epoch});
      const Scalar* out = batch.inputs.data();
      for (const Index row : {1, 0}) {
        const ImageChange change =
            draw_change(augmentation, 3, 4,
                        {.seed = 5, .epoch = epoch, .row = static_cast<std::uint64_t>(row)});
        for (Index i = 0; i < 24; ++i) {
          ASSERT_EQ(*out++, changed_pixel(data, row, i / 12, i / 4 % 3, i % 4, change))
              << "row " << row << " element " << i << " epoch " << epoch;
        }
      }
    }
  }
}

TEST(Augmentation, DependsOnSeedEpochAndRowAndNothingElse) {
  const Dataset data = images({.shift = 2, .flip = true});
  const auto see = [&](std::vector<Index> rows, std::uint64_t seed, std::uint64_t epoch) {
    return values(gather_training(data, rows, {.seed = seed, .epoch = epoch}).inputs);
  };
  const std::vector<Scalar> alone = see({1}, 3, 7);
  const std::vector<Scalar> both = see({0, 1}, 3, 7);
  EXPECT_EQ(alone, std::vector<Scalar>(both.begin() + 24, both.end()));
  std::set<std::vector<Scalar>> by_epoch;
  std::set<std::vector<Scalar>> by_seed;
  for (std::uint64_t k = 0; k < 20; ++k) {
    by_epoch.insert(see({1}, 3, k));
    by_seed.insert(see({1}, k, 7));
  }
  EXPECT_GT(by_epoch.size(), 10u);
  EXPECT_GT(by_seed.size(), 10u);
}

TEST(Augmentation, DrawsUniformShiftsAndFlipsEverySecondImage) {
  const Augmentation augmentation{.shift = 2, .flip = true, .cutout = 4};
  std::array<int, 5> down{};
  int mirrored = 0;
  std::array<int, 8> top{};
  const int n = 8000;
  for (int i = 0; i < n; ++i) {
    const ImageChange change =
        draw_change(augmentation, 8, 8, {.row = static_cast<std::uint64_t>(i)});
    ++down.at(static_cast<std::size_t>(change.down + 2));
    ++top.at(static_cast<std::size_t>(change.top + 2));
    mirrored += change.mirrored ? 1 : 0;
  }
  for (const int count : down) {
    EXPECT_NEAR(count, n / 5, 5 * std::sqrt(n * .2 * .8));
  }
  for (const int count : top) {
    EXPECT_NEAR(count, n / 8, 5 * std::sqrt(n / 8. * 7. / 8.));
  }
  EXPECT_NEAR(mirrored, n / 2, 5 * std::sqrt(n * .25));
}

TEST(Augmentation, OfOneKindLeavesTheOthersAsTheyWere) {
  const AugmentationKey key{.seed = 1, .epoch = 2, .row = 3};
  const ImageChange all = draw_change({.shift = 3, .flip = true, .cutout = 4}, 9, 9, key);
  const ImageChange shift = draw_change({.shift = 3}, 9, 9, key);
  EXPECT_EQ(shift.down, all.down);
  EXPECT_EQ(shift.right, all.right);
  EXPECT_EQ(draw_change({.flip = true}, 9, 9, key).mirrored, all.mirrored);
}

TEST(Augmentation, TouchesNothingWithoutBeingAsked) {
  const Dataset data = images({});
  const std::array<Index, 2> rows{0, 1};
  EXPECT_EQ(values(gather_training(data, rows, {}).inputs), values(data.inputs));
  EXPECT_EQ(values(gather(images({.shift = 3}), rows).inputs), values(data.inputs));
}

TEST(Augmentation, NeedsImages) {
  Dataset points{.name = "points", .inputs = Tensor({1, 2}, {1, 2}), .labels = {0}, .classes = 2};
  points.augmentation.flip = true;
  EXPECT_THROW(gather_training(points, std::array<Index, 1>{0}, {}), std::invalid_argument);
}

}}  // namespace anneal
