#include "models/cnn.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/losses.h"
#include "tests/models/golden.h"

namespace anneal { namespace {

using testing::ElementsAre;
using testing::ThrowsMessage;

CnnOptions small_cnn() {
  return {.sample = {2, 9, 12}, .channels = {4, 6}, .outputs = 5};
}

TEST(Cnn, NamesConvolutionsNormsAndTheirBuffers) {
  std::vector<std::string> names;
  const Contents contents = Cnn(small_cnn(), 0).contents();
  for (const NamedParameter& parameter : contents.parameters) {
    names.push_back(parameter.name);
  }
  EXPECT_THAT(names, ElementsAre("conv1.weight", "bn1.weight", "bn1.bias", "conv2.weight",
                                 "bn2.weight", "bn2.bias", "fc1.weight", "fc1.bias"));
  EXPECT_EQ(contents.parameters[1].role, ParameterRole::kNorm);
  ASSERT_EQ(contents.buffers.size(), 4U);
  EXPECT_EQ(contents.buffers[0].name, "bn1.running_mean");
  EXPECT_EQ(contents.buffers[3].name, "bn2.running_var");
}

TEST(Cnn, GivesConvolutionsABiasWhereNoNormWouldRemoveIt) {
  CnnOptions options = small_cnn();
  options.norm = CnnNorm::kNone;
  const Cnn model(options, 0);
  EXPECT_EQ(parameters_of(model)[1].name, "conv1.bias");
  EXPECT_TRUE(buffers_of(model).empty());
}

TEST(Cnn, PutsHiddenLayersBeforeTheLastOne) {
  CnnOptions options = small_cnn();
  options.hidden = {7};
  std::vector<std::string> names;
  for (const NamedParameter& parameter : parameters_of(Cnn(options, 0))) {
    names.push_back(parameter.name + " " + to_text(parameter.var.shape()));
  }
  EXPECT_THAT(names, testing::IsSupersetOf({"fc1.weight (7, 36)", "fc2.weight (5, 7)"}));
}

TEST(Cnn, ComputesWhatPyTorchComputes) {
  const Cnn model(small_cnn(), 0);
  fill_with_patterns(model);
  const Var x(pattern({4, 2, 9, 12}, 52, 2.0));
  const Var logits = model.forward(x, kTraining);
  const Var loss = cross_entropy(logits, std::array<std::int32_t, 4>{0, 1, 2, 3});
  backward(loss);
  expect_golden("cnn.logits", numbers_of(logits.value()));
  expect_golden("cnn.loss", numbers_of(loss.value()));
  expect_golden_gradients("cnn", parameters_of(model));
  expect_golden_buffers("cnn", buffers_of(model));
  expect_golden("cnn.evaluated", numbers_of(model.forward(x, {.mode = Mode::kEvaluate}).value()));
}

TEST(Cnn, DropsNothingInEvaluationAndAnewAtEveryStep) {
  CnnOptions options = small_cnn();
  options.dropout = 0.5;
  const Cnn model(options, 0);
  const Cnn whole(small_cnn(), 0);
  const Var x(pattern({4, 2, 9, 12}, 52, 2.0));
  const auto logits = [&](const Module& module, const Context& context) {
    return numbers_of(module.forward(x, context).value());
  };
  EXPECT_EQ(logits(model, {.mode = Mode::kEvaluate}), logits(whole, {.mode = Mode::kEvaluate}));
  const auto first = logits(model, {.mode = Mode::kProbe, .seed = 1, .step = 0});
  EXPECT_EQ(first, logits(model, {.mode = Mode::kProbe, .seed = 1, .step = 0}));
  EXPECT_NE(first, logits(model, {.mode = Mode::kProbe, .seed = 1, .step = 1}));
  EXPECT_NE(first, logits(model, {.mode = Mode::kProbe, .seed = 2, .step = 0}));
}

TEST(Cnn, RefusesMorePoolsThanTheImageSurvives) {
  EXPECT_THAT(
      [] {
        Cnn({.sample = {3, 6, 32}, .channels = {4, 4, 4}, .outputs = 5}, 0);
      },
      ThrowsMessage<std::invalid_argument>(
          "cnn: 3 pools of 2 leave nothing of a sample (3, 6, 32)"));
  EXPECT_THAT([] { Cnn({.sample = {784}, .outputs = 5}, 0); },
              ThrowsMessage<std::invalid_argument>(
                  "cnn: a sample needs the shape (channels, height, width), got (784)"));
}

TEST(BatchNormLayer, NamesTheLayerInShapeErrors) {
  const BatchNorm layer("bn1", {.channels = 4});
  EXPECT_THAT(
      [&] {
        layer.forward(Var(Tensor::zeros({2, 3, 5, 5})), kTraining);
      },
      ThrowsMessage<std::invalid_argument>(
          "shape error in \"bn1\": input is (2, 3, 5, 5), weight is (4)"));
}

// mean 3 and variance 3 with divisor 3, out of 2, 2, 2, 6 (variance 3 with divisor 4).
TEST(BatchNormLayer, AdvancesItsRunningStatisticsByATenth) {
  const BatchNorm layer("bn1", {.channels = 1});
  layer.forward(Var(Tensor({4, 1}, {2, 2, 2, 6})), kTraining);
  const NamedBuffers buffers = buffers_of(layer);
  EXPECT_NEAR(buffers[0].var.value().item(), 0.3, 1e-6);        // 0.9 * 0 + 0.1 * 3
  EXPECT_NEAR(buffers[1].var.value().item(), 0.9 + 0.4, 1e-6);  // 0.9 * 1 + 0.1 * 3 * 4 / 3
}

}}  // namespace anneal
