#include "data/image_set.h"

#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace anneal { namespace {

constexpr double kTolerance = std::is_same_v<Scalar, double> ? 1e-14 : 1e-6;

TEST(ImageSet, ScalesBytesToTheGivenStatistics) {
  ImageSetBuilder builder({.name = "tiny",
                           .height = 1,
                           .width = 2,
                           .classes = 2,
                           .statistics = {{.mean = 0.5, .deviation = 0.25}},
                           .parts = {Part::kTrain, Part::kUnused, Part::kValidation}});
  builder.add(std::array<std::uint8_t, 2>{0, 255}, 1);
  builder.add(std::array<std::uint8_t, 2>{7, 7}, 0);
  builder.add(std::array<std::uint8_t, 2>{51, 102}, 0);
  const DataSplit split = std::move(builder).finish();
  EXPECT_EQ(split.train.inputs.shape(), (Shape{1, 1, 1, 2}));
  EXPECT_EQ(split.train.sample_shape(), (Shape{1, 1, 2}));
  EXPECT_EQ(split.train.inputs.data()[0], Scalar{-2});
  EXPECT_EQ(split.train.inputs.data()[1], Scalar{2});
  EXPECT_EQ(split.train.labels, (std::vector<std::int32_t>{1}));
  EXPECT_NEAR(split.validation.inputs.data()[0], (0.2 - 0.5) / 0.25, kTolerance);
  EXPECT_NEAR(split.validation.inputs.data()[1], (0.4 - 0.5) / 0.25, kTolerance);
  EXPECT_EQ(split.validation.labels, (std::vector<std::int32_t>{0}));
}

TEST(ImageSet, PoolingTakesTheMeanOfEverySquare) {
  ImageSetBuilder builder({.name = "tiny",
                           .height = 2,
                           .width = 4,
                           .classes = 2,
                           .pool = 2,
                           .statistics = {{}},
                           .parts = {Part::kTrain}});
  builder.add(std::array<std::uint8_t, 8>{0, 255, 51, 51,  //
                                          0, 255, 51, 102},
              0);
  const DataSplit split = std::move(builder).finish();
  EXPECT_EQ(split.train.inputs.shape(), (Shape{1, 1, 1, 2}));
  EXPECT_NEAR(split.train.inputs.data()[0], 0.5, kTolerance);
  EXPECT_NEAR(split.train.inputs.data()[1], 0.25, kTolerance);
}

TEST(ImageSet, StandardizesEachChannelByTheTrainingPart) {
  ImageSetBuilder builder({.name = "tiny",
                           .channels = 2,
                           .height = 1,
                           .width = 1,
                           .classes = 2,
                           .parts = {Part::kTrain, Part::kTrain, Part::kValidation}});
  builder.add(std::array<std::uint8_t, 2>{0, 255}, 0);
  builder.add(std::array<std::uint8_t, 2>{102, 255}, 1);
  builder.add(std::array<std::uint8_t, 2>{255, 0}, 1);
  const DataSplit split = std::move(builder).finish();
  const Tensor& train = split.train.inputs;
  EXPECT_NEAR(train.data()[0], -1.0, kTolerance);  // mean .2, deviation .2
  EXPECT_NEAR(train.data()[2], 1.0, kTolerance);
  EXPECT_NEAR(train.data()[1], 0.0, kTolerance);  // a constant channel is centred
  EXPECT_NEAR(split.validation.inputs.data()[0], (1.0 - 0.2) / 0.2, 4 * kTolerance);
  EXPECT_NEAR(split.validation.inputs.data()[1], -1.0, kTolerance);
}

TEST(ImageSet, RefusesAPoolThatDoesNotFitAndAnUnfinishedSet) {
  EXPECT_THROW(ImageSetBuilder({.name = "x", .height = 28, .width = 28, .pool = 3}),
               std::invalid_argument);
  ImageSetBuilder builder({.name = "x",
                           .height = 1,
                           .width = 1,
                           .classes = 2,
                           .statistics = {{}},
                           .parts = {Part::kTrain, Part::kTrain}});
  builder.add(std::array<std::uint8_t, 1>{0}, 0);
  EXPECT_THROW(std::move(builder).finish(), std::logic_error);
}

}}  // namespace anneal
