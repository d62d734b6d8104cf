#include <limits>

#include <gtest/gtest.h>

#include "models/cnn.h"
#include "tests/models/golden.h"

// Statistics for weights that did not train: those of an average.
namespace anneal { namespace {

/// Passes over batches in the manner of torch's update_bn().
void renew(const Module& model, const std::vector<Tensor>& batches) {
  const NoGrad no_grad;
  for (std::size_t k = 0; k < batches.size(); ++k) {
    Context context = kTraining;
    context.statistics_momentum = 1.0 / static_cast<double>(k + 1);
    model.forward(Var(batches[k]), context);
  }
}

TEST(MovedStatistics, AreThoseOfTorchsUpdateBn) {
  const Cnn model({.sample = {2, 9, 12}, .channels = {4, 6}, .outputs = 5}, 0);
  fill_with_patterns(model);
  const Var x(pattern({4, 2, 9, 12}, 52, 2.0));
  model.forward(x, kTraining);
  for (NamedParameter& parameter : parameters_of(model)) {
    for (Scalar& value : parameter.var.mutable_value().values()) {
      value *= Scalar(0.5);
    }
  }
  renew(model, {pattern({4, 2, 9, 12}, 60, 1.0), pattern({4, 2, 9, 12}, 61, 2.0),
                pattern({4, 2, 9, 12}, 62, 3.0)});
  expect_golden_buffers("cnn.update_bn", buffers_of(model));
  const Tensor logits = model.forward(x, {.mode = Mode::kEvaluate}).value();
  expect_golden("cnn.update_bn.evaluated", numbers_of(logits));
}

// Means 1 and 5, variances 2 and 8 with divisor 1.
TEST(MovedStatistics, AreMeansOverTheBatchesWhateverWasThereBefore) {
  const BatchNorm layer("bn1", {.channels = 1});
  Var(buffers_of(layer)[0].var).mutable_value().data()[0] = std::numeric_limits<Scalar>::infinity();
  renew(layer, {Tensor({2, 1}, {0, 2}), Tensor({2, 1}, {3, 7})});
  const NamedBuffers buffers = buffers_of(layer);
  EXPECT_EQ(buffers[0].var.value().item(), 3);
  EXPECT_EQ(buffers[1].var.value().item(), 5);
}

}}  // namespace anneal
