#include "models/mlp.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/gradcheck.h"
#include "core/ops/losses.h"
#include "tests/models/golden.h"

namespace anneal { namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::Not;
using testing::ThrowsMessage;

std::vector<std::string> names_of(const Module& module) {
  std::vector<std::string> names;
  for (const NamedParameter& parameter : parameters_of(module)) {
    names.push_back(parameter.name + " " + to_text(parameter.var.shape()));
  }
  return names;
}

TEST(Mlp, NamesItsParametersByLinearLayer) {
  const Mlp model({.inputs = 784, .hidden = {256, 128}, .outputs = 10}, 0);
  EXPECT_THAT(names_of(model), ElementsAre("layers.0.weight (256, 784)", "layers.0.bias (256)",
                                           "layers.1.weight (128, 256)", "layers.1.bias (128)",
                                           "layers.2.weight (10, 128)", "layers.2.bias (10)"));
  EXPECT_EQ(parameter_count(model), 235146);
}

TEST(Mlp, MarksBiasesAsBiases) {
  const Mlp model({.inputs = 3, .outputs = 2}, 0);
  EXPECT_EQ(parameters_of(model)[0].role, ParameterRole::kWeight);
  EXPECT_EQ(parameters_of(model)[1].role, ParameterRole::kBias);
}

TEST(Mlp, IsLogisticRegressionWithoutHiddenLayers) {
  const Mlp model({.inputs = 2, .outputs = 2}, 0);
  NamedParameters parameters = parameters_of(model);
  parameters[0].var.mutable_value() = Tensor({2, 2}, {1, 2, 3, 4});
  parameters[1].var.mutable_value() = Tensor({2}, {10, 20});
  const Var y = model.forward(Var(Tensor({1, 2}, {5, -1})), kTraining);
  EXPECT_THAT(y.value().values(), ElementsAre(13, 31));  // 5 - 2 + 10, 15 - 4 + 20
}

TEST(Mlp, PutsTheActivationBetweenTheLayersOnly) {
  const Mlp model({.inputs = 1, .hidden = {2}, .outputs = 1, .bias = false}, 0);
  NamedParameters parameters = parameters_of(model);
  parameters[0].var.mutable_value() = Tensor({2, 1}, {1, -1});
  parameters[1].var.mutable_value() = Tensor({1, 2}, {-3, 5});
  EXPECT_EQ(model.forward(Var(Tensor({1, 1}, {2})), kTraining).value().item(), -6);   // -3 relu(2)
  EXPECT_EQ(model.forward(Var(Tensor({1, 1}, {-2})), kTraining).value().item(), 10);  // 5 relu(2)
}

TEST(Mlp, FlattensImagesAtTheDoor) {
  const Mlp model({.inputs = 12, .outputs = 3}, 0);
  const Var flat = model.forward(Var(pattern({2, 12}, 1, 1)), kTraining);
  const Var image = model.forward(Var(pattern({2, 1, 3, 4}, 1, 1)), kTraining);
  EXPECT_THAT(image.value().values(), ElementsAreArray(flat.value().values()));
}

TEST(Mlp, DrawsTheSameWeightsFromTheSameSeedOnly) {
  const MlpOptions options{.inputs = 8, .hidden = {4}, .outputs = 2};
  const Var first = parameters_of(Mlp(options, 5))[0].var;
  const Var again = parameters_of(Mlp(options, 5))[0].var;
  const Var other = parameters_of(Mlp(options, 6))[0].var;
  EXPECT_THAT(first.value().values(), ElementsAreArray(again.value().values()));
  EXPECT_THAT(first.value().values(), Not(ElementsAreArray(other.value().values())));
}

TEST(Mlp, KeepsTheFirstLayersWeightsWhenALayerIsAdded) {
  const Mlp shallow({.inputs = 8, .hidden = {4}, .outputs = 2}, 5);
  const Mlp deep({.inputs = 8, .hidden = {4, 4}, .outputs = 2}, 5);
  EXPECT_THAT(parameters_of(shallow)[0].var.value().values(),
              ElementsAreArray(parameters_of(deep)[0].var.value().values()));
}

TEST(Mlp, NamesTheLayerInShapeErrors) {
  const Mlp model({.inputs = 128, .outputs = 10}, 0);
  EXPECT_THAT(
      [&] {
        model.forward(Var(Tensor::zeros({32, 64})), kTraining);
      },
      ThrowsMessage<std::invalid_argument>(
          "shape error in \"layers.0\": input is (32, 64), weight is (10, 128)"));
}

TEST(Mlp, RefusesALayerWithoutOutputs) {
  EXPECT_THAT([] { Mlp({.inputs = 4, .hidden = {0}, .outputs = 10}, 0); },
              ThrowsMessage<std::invalid_argument>(
                  "linear: \"layers.0\" needs inputs and outputs > 0, got 4 and 0"));
}

TEST(Mlp, ComputesWhatPyTorchComputes) {
  const Mlp model({.inputs = 20, .hidden = {16, 12}, .outputs = 5, .activation = Activation::kGelu},
                  0);
  fill_with_patterns(model);
  const Var logits = model.forward(Var(pattern({6, 20}, 50, 2.0)), kTraining);
  const Var loss = cross_entropy(logits, std::array<std::int32_t, 6>{0, 1, 2, 3, 4, 0});
  backward(loss);
  expect_golden("mlp.logits", numbers_of(logits.value()));
  expect_golden("mlp.loss", numbers_of(loss.value()));
  expect_golden_gradients("mlp", parameters_of(model));
}

TEST(Mlp, HasTheGradientOfCentralDifferences) {
  if (!std::is_same_v<Scalar, double>) {
    GTEST_SKIP() << "central differences need double";
  }
  for (const char* name : {"tanh", "gelu", "sigmoid"}) {
    const Mlp model(
        {.inputs = 3, .hidden = {4}, .outputs = 2, .activation = activation_by_name(name)}, 3);
    const std::array<Tensor, 1> inputs{pattern({5, 3}, 2, 2)};
    const GradcheckReport report = check_gradients(
        [&](std::span<const Var> x) { return model.forward(x[0], kTraining); }, inputs);
    EXPECT_TRUE(report.passed) << name << ": " << to_text(report);
  }
}

TEST(Activation, RefusesAnUnknownName) {
  EXPECT_THAT([] { activation_by_name("swish"); },
              ThrowsMessage<std::invalid_argument>(
                  "activation: unknown name \"swish\" (relu, tanh, gelu or sigmoid)"));
}

}}  // namespace anneal
