#include "core/shape.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

using testing::ThrowsMessage;

TEST(Shape, HasRankSizeAndText) {
  EXPECT_EQ(to_text(Shape{}), "()");
  EXPECT_EQ(Shape{}.size(), 1);
  EXPECT_EQ(to_text(Shape{5}), "(5)");
  EXPECT_EQ(to_text(Shape{32, 784}), "(32, 784)");
  EXPECT_EQ((Shape{2, 3, 4}).size(), 24);
  EXPECT_EQ((Shape{2, 0, 4}).size(), 0);
}

TEST(Shape, CountsNegativeAxesFromTheEnd) {
  const Shape shape{2, 3, 4};
  EXPECT_EQ(shape[-1], 4);
  EXPECT_EQ(shape[-3], 2);
  EXPECT_EQ(shape.with(-1, 7), (Shape{2, 3, 7}));
  EXPECT_THAT([&] { return shape[3]; },
              ThrowsMessage<std::out_of_range>("shape: no axis 3 in (2, 3, 4)"));
  EXPECT_THAT([&] { return shape[-4]; },
              ThrowsMessage<std::out_of_range>("shape: no axis -4 in (2, 3, 4)"));
}

TEST(Shape, RefusesWhatCannotBeStored) {
  EXPECT_THAT(
      [] {
        return (Shape{2, -1});
      },
      ThrowsMessage<std::invalid_argument>("shape: extents must be >= 0, got -1"));
  EXPECT_THROW((Shape{1, 1, 1, 1, 1, 1, 1}), std::invalid_argument);
  const Index huge = Index{1} << 31;
  EXPECT_THROW((Shape{huge, huge}), std::invalid_argument);              // 2^62
  EXPECT_EQ((Shape{huge, huge / 2}).size(), huge * (huge / 2));          // 2^61
  EXPECT_THROW((Shape{huge, huge, huge, huge}), std::invalid_argument);  // would wrap to 0
}

TEST(Shape, DiffersFromTheSameExtentsAtAnotherRank) {
  EXPECT_NE((Shape{2, 1}), (Shape{2}));
  EXPECT_NE(Shape{1}, Shape{});
}

TEST(Broadcast, AlignsAtTheInnermostAxis) {
  EXPECT_EQ(broadcast({2, 3}, {3}, "add"), (Shape{2, 3}));
  EXPECT_EQ(broadcast({2, 1}, {1, 3}, "add"), (Shape{2, 3}));
  EXPECT_EQ(broadcast({}, {4}, "add"), Shape{4});
  EXPECT_EQ(broadcast({4, 1, 2}, {3, 1}, "add"), (Shape{4, 3, 2}));
  EXPECT_EQ(broadcast({0, 1}, {1, 3}, "add"), (Shape{0, 3}));
}

TEST(Broadcast, NamesTheOperationAndBothShapes) {
  EXPECT_THAT(
      [] {
        return broadcast({2, 3}, {2}, "add");
      },
      ThrowsMessage<std::invalid_argument>("add: shapes do not broadcast: (2, 3) and (2)"));
}

}}  // namespace anneal
