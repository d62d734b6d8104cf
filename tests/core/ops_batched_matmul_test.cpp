#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/sequence.h"
#include "tests/support/expect_gradients.h"

namespace anneal { namespace {

using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(BatchedMatmul, MultipliesEachPairOfMatrices) {
  const Var a(Tensor({2, 1, 2}, {1, 2, 3, 4}));
  const Var b(Tensor({2, 2, 1}, {5, 6, 7, 8}));
  const Var y = batched_matmul(a, b);
  EXPECT_EQ(y.shape(), Shape({2, 1, 1}));
  EXPECT_THAT(y.value().values(), ElementsAre(17, 53));  // 1 5 + 2 6, 3 7 + 4 8
}

TEST(BatchedMatmul, TransposesWhatIsGivenTransposed) {
  const Var a(Tensor({1, 2, 3}, {1, 2, 3, 4, 5, 6}));
  const Var b(Tensor({1, 2, 2}, {1, 0, 1, 1}));
  EXPECT_THAT(batched_matmul(a, b, {.transpose_a = true}).value().values(),
              ElementsAre(5, 4, 7, 5, 9, 6));
  const Var c(Tensor({1, 1, 3}, {1, 0, -1}));
  EXPECT_THAT(batched_matmul(a, c, {.transpose_b = true}).value().values(), ElementsAre(-2, -2));
}

TEST(BatchedMatmul, HasTheGradientOfCentralDifferences) {
  for (const bool ta : {false, true}) {
    for (const bool tb : {false, true}) {
      const auto product = [=](std::span<const Var> x) {
        return batched_matmul(x[0], x[1], {.transpose_a = ta, .transpose_b = tb});
      };
      expect_gradients(
          product, {ta ? Shape{2, 4, 3} : Shape{2, 3, 4}, tb ? Shape{2, 5, 4} : Shape{2, 4, 5}});
      expect_gradients(product, {ta ? Shape{2, 3, 1, 2} : Shape{2, 3, 2, 1},
                                 tb ? Shape{2, 3, 2, 1} : Shape{2, 3, 1, 2}});
    }
  }
}

TEST(BatchedMatmul, NamesTheShapesThatDoNotFit) {
  const auto product = [](const Shape& a, const Shape& b) {
    return [=] { batched_matmul(Var(Tensor::zeros(a)), Var(Tensor::zeros(b))); };
  };
  EXPECT_THAT(product({2, 3, 4}, {2, 5, 6}),
              ThrowsMessage<std::invalid_argument>(
                  "batched_matmul: inner sizes differ: (2, 3, 4) @ (2, 5, 6)"));
  EXPECT_THAT(product({2, 3, 4}, {3, 4, 6}),
              ThrowsMessage<std::invalid_argument>("batched_matmul: expected the same leading axes "
                                                   "and two more, got (2, 3, 4) and (3, 4, 6)"));
}

}}  // namespace anneal
