#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/sequence.h"
#include "tests/support/expect_gradients.h"

namespace anneal { namespace {

using testing::ElementsAreArray;
using testing::ThrowsMessage;

// One head of width 1. Position 0 sees itself: its value, 3. Position 1 scores 0 and ln 3: shares
// 1/4 and 3/4 of the values 3 and 7 make 6.
TEST(CausalAttention, AveragesTheValuesOfWhatCameBefore) {
  const auto ln3 = static_cast<Scalar>(std::log(3.0));
  const Tensor qkv({1, 2, 3}, {5, 0, 3, ln3, 1, 7});
  const Var y = causal_attention(Var(qkv), 1);
  EXPECT_EQ(y.shape(), Shape({1, 2, 1}));
  EXPECT_NEAR(y.value().data()[0], 3, 1e-6);
  EXPECT_NEAR(y.value().data()[1], 6, 1e-5);
}

// Width 4 in one head: scores are divided by 2.
TEST(CausalAttention, DividesScoresByTheRootOfTheHeadsWidth) {
  const auto q = static_cast<Scalar>(2 * std::log(3.0));
  const Tensor qkv({1, 2, 12}, {0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0,  //
                                q, 0, 0, 0, 1, 0, 0, 0, 7, 0, 0, 0});
  EXPECT_NEAR(causal_attention(Var(qkv), 1).value().data()[4], 6, 1e-5);
}

TEST(CausalAttention, NeverLooksAhead) {
  Tensor qkv = normal_tensor({1, 5, 12}, 1);
  const Var before = causal_attention(Var(qkv), 2);
  for (Index i = 3 * 12; i < qkv.size(); ++i) {
    qkv.data()[i] += 1;  // positions 3 and 4
  }
  const Var after = causal_attention(Var(qkv), 2);
  EXPECT_THAT(after.value().values().first(3 * 4),
              ElementsAreArray(before.value().values().first(3 * 4)));
  EXPECT_NE(after.value().values()[3 * 4], before.value().values()[3 * 4]);
}

TEST(CausalAttention, KeepsHeadsAndSamplesApart) {
  Tensor qkv = normal_tensor({2, 3, 12}, 1);
  const Var before = causal_attention(Var(qkv), 2);
  qkv.data()[8 + 2] += 1;  // sample 0, position 0, value of head 1
  const Var after = causal_attention(Var(qkv), 2);
  for (Index i = 0; i < before.value().size(); ++i) {
    const bool touched = i < 3 * 4 && i % 4 == 2;
    EXPECT_EQ(before.value().data()[i] != after.value().data()[i], touched) << i;
  }
}

TEST(CausalAttention, HasTheGradientOfCentralDifferences) {
  for (const Index heads : {1, 2, 3}) {
    const auto attention = [=](std::span<const Var> x) { return causal_attention(x[0], heads); };
    expect_gradients(attention, {Shape{1, 1, 6 * 3}});
    expect_gradients(attention, {Shape{2, 4, 6 * 3}});
    expect_gradients(attention, {Shape{1, 7, 12 * 3}});
  }
}

TEST(CausalAttention, RefusesAWidthThatTheHeadsDoNotDivide) {
  EXPECT_THAT(
      [] {
        causal_attention(Var(Tensor::zeros({2, 3, 12})), 3);
      },
      ThrowsMessage<std::invalid_argument>("causal_attention: expected (B, T, 3 C) with C "
                                           "divisible by 3 heads, got (2, 3, 12)"));
}

}}  // namespace anneal
