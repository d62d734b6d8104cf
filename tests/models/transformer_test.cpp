#include "models/transformer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/losses.h"
#include "tests/models/golden.h"

namespace anneal { namespace {

using testing::ElementsAreArray;
using testing::ThrowsMessage;

TransformerOptions small_transformer(NormPlace norm) {
  return {.vocabulary = 7, .length = 6, .width = 8, .layers = 2, .heads = 2, .norm = norm};
}

// Id number i is (3 i + i / 4) mod 7, as in the generator.
Tensor ids_of(const Shape& shape) {
  Tensor ids(shape);
  for (Index i = 0; i < ids.size(); ++i) {
    ids.data()[i] = static_cast<Scalar>((3 * i + i / 4) % 7);
  }
  return ids;
}

void expect_what_pytorch_computes(NormPlace norm, const std::string& prefix) {
  const Transformer model(small_transformer(norm), 0);
  fill_with_patterns(model);
  const Var logits = model.forward(Var(ids_of({3, 5})), kTraining);
  std::vector<std::int32_t> labels;
  for (std::int32_t i = 0; i < 15; ++i) {
    labels.push_back(i % 7);
  }
  const Var loss = cross_entropy(logits, labels);
  backward(loss);
  expect_golden(prefix + ".logits", numbers_of(logits.value()));
  expect_golden(prefix + ".loss", numbers_of(loss.value()));
  expect_golden_gradients(prefix, parameters_of(model));
}

TEST(Transformer, ComputesWhatPyTorchComputesWithPreNorm) {
  expect_what_pytorch_computes(NormPlace::kPre, "transformer.pre");
}

TEST(Transformer, ComputesWhatPyTorchComputesWithPostNorm) {
  expect_what_pytorch_computes(NormPlace::kPost, "transformer.post");
}

// The size of the peer's workload: vocabulary 65, length 64, width 64, 2 layers.
TEST(Transformer, HasTheParametersOfItsParts) {
  const Transformer model({.vocabulary = 65, .length = 64}, 0);
  const Index block =
      2 * 128 + (192 * 64 + 192) + (64 * 64 + 64) + (256 * 64 + 256) + (64 * 256 + 64);
  EXPECT_EQ(parameter_count(model), 65 * 64 + 64 * 64 + 2 * block + 128 + 65 * 64);
}

TEST(Transformer, PredictsFromThePastAlone) {
  const Transformer model(small_transformer(NormPlace::kPre), 1);
  Tensor ids = ids_of({1, 5});
  const Var before = model.forward(Var(ids), kTraining);
  ids.data()[3] = 6 - ids.data()[3];
  const Var after = model.forward(Var(ids), kTraining);
  EXPECT_THAT(after.value().values().first(3 * 7),
              ElementsAreArray(before.value().values().first(3 * 7)));
  EXPECT_NE(after.value().values()[3 * 7], before.value().values()[3 * 7]);
}

TEST(Transformer, RefusesTextsLongerThanItsPositions) {
  const Transformer model(small_transformer(NormPlace::kPre), 0);
  EXPECT_THAT(
      [&] {
        model.forward(Var(Tensor::zeros({2, 7})), kTraining);
      },
      ThrowsMessage<std::invalid_argument>("shape error in \"transformer\": input is (2, "
                                           "7), a sample is (T <= 6)"));
}

TEST(Transformer, RefusesHeadsThatDoNotDivideTheWidth) {
  EXPECT_THAT(
      [] { Transformer({.vocabulary = 7, .length = 6, .width = 10, .heads = 4}, 0); },
      ThrowsMessage<std::invalid_argument>("transformer: 4 heads do not divide the width 10"));
}

TEST(LayerNormLayer, NamesTheLayerInShapeErrors) {
  const LayerNorm layer("norm1", 8);
  EXPECT_THAT(
      [&] {
        layer.forward(Var(Tensor::zeros({2, 6})), kTraining);
      },
      ThrowsMessage<std::invalid_argument>(
          "shape error in \"norm1\": input is (2, 6), weight is (8)"));
}

TEST(CausalAttentionLayer, NamesTheLayerInShapeErrors) {
  const CausalAttention layer("attention", 4);
  EXPECT_THAT(
      [&] {
        layer.forward(Var(Tensor::zeros({2, 3, 8})), kTraining);
      },
      ThrowsMessage<std::invalid_argument>(
          "shape error in \"attention\": input is (2, 3, 8), heads are 4"));
}

}}  // namespace anneal
