#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/reduce.h"
#include "core/ops/sequence.h"
#include "tests/support/expect_gradients.h"

namespace anneal { namespace {

using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(Embedding, LooksUpOneRowPerId) {
  const Var table(Tensor({3, 2}, {1, 2, 3, 4, 5, 6}));
  const Var y = embedding(table, Tensor({2, 2}, {2, 0, 2, 1}));
  EXPECT_EQ(y.shape(), Shape({2, 2, 2}));
  EXPECT_THAT(y.value().values(), ElementsAre(5, 6, 1, 2, 5, 6, 3, 4));
}

TEST(Embedding, AddsTheGradientsOfRepeatedIds) {
  const Var table = Var::parameter(Tensor::zeros({3, 2}));
  backward(sum(embedding(table, Tensor({3}, {2, 0, 2}))));
  EXPECT_THAT(table.grad().values(), ElementsAre(1, 1, 0, 0, 2, 2));
}

TEST(Embedding, HasTheGradientOfCentralDifferences) {
  for (const Shape& shape : {Shape{3, 1}, Shape{4, 5}}) {
    expect_gradients(
        [](std::span<const Var> x) {
          return embedding(x[0], Tensor({2, 2}, {2, 0, 2, 1}));
        },
        {shape});
  }
}

TEST(Embedding, NamesTheIdThatIsNotInTheTable) {
  const Var table(Tensor::zeros({3, 2}));
  const auto look_up = [&](Scalar id) { return [=] { embedding(table, Tensor({2}, {0, id})); }; };
  EXPECT_THAT(look_up(3), ThrowsMessage<std::out_of_range>(
                              "embedding: id 3 at position 1 is not one of 0, ..., 2"));
  EXPECT_THAT(look_up(-1), ThrowsMessage<std::out_of_range>(
                               "embedding: id -1 at position 1 is not one of 0, ..., 2"));
  EXPECT_THAT(look_up(0.5), ThrowsMessage<std::out_of_range>(
                                "embedding: id 0.5 at position 1 is not one of 0, ..., 2"));
}

}}  // namespace anneal
