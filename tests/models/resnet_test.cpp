#include "models/resnet.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/ops/losses.h"
#include "tests/models/golden.h"

namespace anneal { namespace {

using testing::ThrowsMessage;

TEST(ResNet, HasTheParametersOfTheCifarNetwork) {
  // ResNet-20 with 1x1 shortcuts: He et al. count 0.27 million.
  const ResNet model({.sample = {3, 32, 32}, .outputs = 10, .width = 16, .blocks = 3}, 0);
  EXPECT_EQ(parameter_count(model), 272474);
}

TEST(ResNet, ComputesWhatPyTorchComputes) {
  const ResNet model({.sample = {3, 10, 9}, .outputs = 5, .width = 4}, 0);
  fill_with_patterns(model);
  const Var x(pattern({3, 3, 10, 9}, 53, 2.0));
  const Var logits = model.forward(x, kTraining);
  const Var loss = cross_entropy(logits, std::array<std::int32_t, 3>{0, 1, 2});
  backward(loss);
  expect_golden("resnet.logits", numbers_of(logits.value()));
  expect_golden("resnet.loss", numbers_of(loss.value()));
  expect_golden_gradients("resnet", parameters_of(model));
  expect_golden_buffers("resnet", buffers_of(model));
  expect_golden("resnet.evaluated",
                numbers_of(model.forward(x, {.mode = Mode::kEvaluate}).value()));
}

TEST(ResNet, RefusesSamplesThatAreNoImages) {
  EXPECT_THAT([] { ResNet({.sample = {784}, .outputs = 10}, 0); },
              ThrowsMessage<std::invalid_argument>(
                  "resnet: a sample needs the shape (channels, height, width), got (784)"));
}

}}  // namespace anneal
