#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/losses.h"
#include "models/cnn.h"
#include "tests/models/golden.h"

namespace anneal { namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::ThrowsMessage;

Cnn lenet(std::uint64_t seed) {
  return {lenet_options({1, 28, 28}, 10), seed};
}

TEST(LeNet, NamesAndShapesItsParametersAsPyTorchWould) {
  std::vector<std::string> names;
  for (const NamedParameter& parameter : parameters_of(lenet(0))) {
    names.push_back(parameter.name + " " + to_text(parameter.var.shape()));
  }
  EXPECT_THAT(names,
              ElementsAre("conv1.weight (8, 1, 5, 5)", "conv1.bias (8)",
                          "conv2.weight (16, 8, 5, 5)", "conv2.bias (16)", "fc1.weight (128, 784)",
                          "fc1.bias (128)", "fc2.weight (10, 128)", "fc2.bias (10)"));
}

TEST(LeNet, TakesFlatRowsAndImages) {
  const Cnn model = lenet(1);
  const Var flat = model.forward(Var(pattern({2, 784}, 1, 1)), kTraining);
  const Var image = model.forward(Var(pattern({2, 1, 28, 28}, 1, 1)), kTraining);
  EXPECT_EQ(flat.shape(), Shape({2, 10}));
  EXPECT_THAT(image.value().values(), ElementsAreArray(flat.value().values()));
}

TEST(LeNet, ComputesWhatPyTorchComputes) {
  const Cnn model = lenet(0);
  fill_with_patterns(model);
  const Var logits = model.forward(Var(pattern({3, 1, 28, 28}, 51, 2.0)), kTraining);
  const Var loss = cross_entropy(logits, std::array<std::int32_t, 3>{0, 1, 2});
  backward(loss);
  expect_golden("lenet.logits", numbers_of(logits.value()));
  expect_golden("lenet.loss", numbers_of(loss.value()));
  expect_golden_gradients("lenet", parameters_of(model));
}

TEST(LeNet, RefusesSamplesOfAnotherSize) {
  const Cnn model = lenet(0);
  EXPECT_THAT(
      [&] {
        model.forward(Var(Tensor::zeros({32, 100})), kTraining);
      },
      ThrowsMessage<std::invalid_argument>(
          "shape error in \"lenet\": input is (32, 100), a sample is (1, 28, 28)"));
  EXPECT_THAT([] { lenet_options({784}, 10); },
              ThrowsMessage<std::invalid_argument>(
                  "lenet: a sample needs the shape (channels, height >= 4, width >= 4), got "
                  "(784)"));
}

TEST(Conv2d, NamesTheLayerInShapeErrors) {
  const Conv2d layer("conv1", {.inputs = 3, .outputs = 8}, 0);
  EXPECT_THAT(
      [&] {
        layer.forward(Var(Tensor::zeros({2, 1, 8, 8})), kTraining);
      },
      ThrowsMessage<std::invalid_argument>(
          "shape error in \"conv1\": input is (2, 1, 8, 8), weight is (8, 3, 3, 3)"));
  EXPECT_THAT(
      [&] {
        layer.forward(Var(Tensor::zeros({2, 3, 2, 8})), kTraining);
      },
      ThrowsMessage<std::invalid_argument>(
          "shape error in \"conv1\": input is (2, 3, 2, 8), weight is (8, 3, 3, 3)"));
}

TEST(MaxPool2d, NamesTheLayerInShapeErrors) {
  const MaxPool2d layer("pool1", 2);
  EXPECT_THAT(
      [&] {
        layer.forward(Var(Tensor::zeros({2, 1, 1, 8})), kTraining);
      },
      ThrowsMessage<std::invalid_argument>(
          "shape error in \"pool1\": input is (2, 1, 1, 8), pooled squares are (2, 2)"));
}

// conv1: 2 * 8 25 * 28^2, conv2: 2 * 16 8 25 * 14^2, fc1: 2 * 784 128, fc2: 2 * 128 10.
TEST(Summary, ListsLayersWithTheirShapesParametersAndCost) {
  const Cnn model = lenet(0);
  EXPECT_EQ(summary_table(model, {1, 28, 28}),
            "layer  kind        output           parameters  flops\n"
            "conv1  conv2d      (1, 8, 28, 28)   208         313600\n"
            "pool1  max_pool2d  (1, 8, 14, 14)   0           0\n"
            "conv2  conv2d      (1, 16, 14, 14)  3216        1254400\n"
            "pool2  max_pool2d  (1, 16, 7, 7)    0           0\n"
            "fc1    linear      (1, 128)         100480      200704\n"
            "fc2    linear      (1, 10)          1290        2560\n"
            "total                               105194      1771264\n");
}

}}  // namespace anneal
