#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/training/small_run.h"

namespace anneal { namespace {

using ::testing::HasSubstr;
using ::testing::StrEq;
using ::testing::ThrowsMessage;

TEST(Accumulate, TrainsLikeOneLargeBatch) {
  RunConfig config = small_run();
  config.schedule = "warmup(3it) then cosine";
  config.eval_every = "2it";
  config.batch_size = 60;
  const Trained large = trained(config);
  config.batch_size = 12;
  config.accumulate = 5;
  const Trained small = trained(config);

  const double tolerance = std::is_same_v<Scalar, double> ? 1e-12 : 1e-5;
  EXPECT_EQ(small.recorder.header.updates, large.recorder.header.updates);
  EXPECT_EQ(small.recorder.header.updates_per_epoch, large.recorder.header.updates_per_epoch);
  ASSERT_EQ(small.recorder.updates.size(), large.recorder.updates.size());
  for (std::size_t i = 0; i < large.recorder.updates.size(); ++i) {
    const UpdateRecord& one = large.recorder.updates[i];
    const UpdateRecord& sum = small.recorder.updates[i];
    EXPECT_EQ(sum.step, one.step);
    EXPECT_EQ(sum.epoch, one.epoch);
    EXPECT_EQ(sum.lr, one.lr);
    EXPECT_NEAR(sum.loss, one.loss, tolerance * one.loss);
    EXPECT_NEAR(sum.grad_norm, one.grad_norm, tolerance * 10 * one.grad_norm);
  }
  ASSERT_EQ(small.recorder.evals.size(), large.recorder.evals.size());
  for (std::size_t i = 0; i < large.recorder.evals.size(); ++i) {
    EXPECT_EQ(small.recorder.evals[i].step, large.recorder.evals[i].step);
    EXPECT_NEAR(small.recorder.evals[i].val_loss, large.recorder.evals[i].val_loss,
                tolerance * large.recorder.evals[i].val_loss);
  }
}

TEST(Accumulate, OfOneBatchIsTheSameRun) {
  RunConfig config = small_run();
  const Trained plain = trained(config);
  config.accumulate = 1;
  const Trained one = trained(config);
  EXPECT_EQ(elements(plain.after, "layers.0.weight"), elements(one.after, "layers.0.weight"));
}

TEST(Accumulate, CountsUpdatesAndNotBatches) {
  RunConfig config = small_run();
  config.accumulate = 3;
  config.epochs = 2;
  const Trained run = trained(config);
  const std::int64_t samples = run.recorder.header.train_samples;
  EXPECT_EQ(run.recorder.header.updates_per_epoch, samples / (3 * 16));
  EXPECT_EQ(run.recorder.result.updates, 2 * (samples / (3 * 16)));
  EXPECT_EQ(run.trainer.state().metadata.at("optimizer.updates"),
            std::to_string(run.recorder.result.updates));
}

TEST(Accumulate, DrawsNoiseForEveryBatch) {
  // All samples are the same, so that only the noise can tell one batch from another.
  const auto repeated = [](Index count) {
    Dataset data;
    data.name = "repeated";
    data.inputs = Tensor::full(Shape{count, 1, 4, 4}, 1);
    data.classes = 2;
    data.labels.assign(static_cast<std::size_t>(count), 1);
    return data;
  };
  RunConfig config = small_run();
  config.model = "cnn(channels=[4], dropout=0.5)";
  config.updates = 1;
  const auto first_loss = [&] {
    const auto data = std::make_shared<const DataSplit>(
        DataSplit{.train = repeated(64), .validation = repeated(4)});
    return trained(set_up(config, data)).recorder.updates.at(0).loss;
  };
  const double one = first_loss();
  config.accumulate = 2;
  EXPECT_NE(first_loss(), one);
}

TEST(Accumulate, RefusesMoreBatchesThanThereAre) {
  RunConfig config = small_run();
  config.accumulate = 1000;
  DataCache cache;
  EXPECT_THAT([&] { set_up(config, cache); },
              ThrowsMessage<std::invalid_argument>(
                  HasSubstr("accumulate: 1000 batches of 16 are more than the training set (")));
  config.accumulate = 0;
  EXPECT_THAT(
      [&] { set_up(config, cache); },
      ThrowsMessage<std::invalid_argument>(StrEq("accumulate: got 0 (give a whole number >= 1)")));
}

TEST(ClipValue, LimitsEveryElementOfTheStep) {
  RunConfig config = small_run();
  config.updates = 1;
  config.optimizer = "sgd(lr=1)";
  const double norm = trained(config).recorder.updates[0].grad_norm;
  config.clip_value = 0.0078125;
  const Trained run = trained(config);
  EXPECT_EQ(run.recorder.updates[0].grad_norm, norm);  // before clipping
  double largest = 0.0;
  int at_limit = 0;
  for (const NamedTensor& tensor : run.before.tensors) {
    const std::vector<Scalar> old_values = elements(run.before, tensor.name);
    const std::vector<Scalar> new_values = elements(run.after, tensor.name);
    for (std::size_t i = 0; i < old_values.size(); ++i) {
      const double moved = std::abs(new_values[i] - old_values[i]);
      largest = std::max(largest, moved);
      at_limit += std::abs(moved - 0.0078125) < 1e-6 ? 1 : 0;
    }
  }
  EXPECT_NEAR(largest, 0.0078125, 1e-6);
  EXPECT_GT(at_limit, 10);
}

TEST(ClipValue, MustBePositive) {
  RunConfig config = small_run();
  config.clip_value = 0.0;
  DataCache cache;
  EXPECT_THAT([&] { set_up(config, cache); },
              ThrowsMessage<std::invalid_argument>(StrEq("clip_value: got 0 (give a number > 0)")));
}

}}  // namespace anneal
