#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "apps/training/loop.h"
#include "apps/training/run_setup.h"
#include "core/rng.h"
#include "optim/catalogue.h"
#include "tests/steady/heap_counter.h"

namespace anneal { namespace {

/// Counts from after update `first` to after update `last`, numbered from 0.
class AllocationsBetween final : public Observer {
 public:
  AllocationsBetween(std::int64_t first, std::int64_t last) : first_(first), last_(last) {}
  std::size_t count() const { return at_last_ - at_first_; }

 private:
  void on_update(const UpdateRecord& record) override {
    if (record.step == first_) {
      at_first_ = steady::heap_allocations();
    } else if (record.step == last_) {
      at_last_ = steady::heap_allocations();
    }
  }

  std::int64_t first_, last_;
  std::size_t at_first_ = 0, at_last_ = 0;
};

/// Calls of operator new in updates 10 to 100 of a training, over the end of an epoch.
std::size_t allocations(const RunSetup& setup) {
  Trainer trainer = make_trainer(setup);
  AllocationsBetween counter(10, 100);
  Observer* observers[] = {&counter};
  EXPECT_EQ(train(trainer, observers, {}).status, RunStatus::kDone);
  return counter.count();
}

std::size_t allocations(const RunConfig& config) {
  DataCache cache;
  return allocations(set_up(config, cache));
}

RunConfig long_run(const std::string& data, const std::string& model) {
  RunConfig config;
  config.data = data;
  config.model = model;
  config.optimizer = "adamw(lr=0.001)";
  config.schedule = "warmup(5it) then cosine";
  config.batch_size = 8;
  config.updates = 102;
  config.eval_every = "100%";
  return config;
}

/// A data set of 240 images of 12 x 12 noise in 3 classes: in memory, nothing to read.
std::shared_ptr<const DataSplit> noise_images(const Augmentation& augmentation) {
  const auto images = [&](Index count) {
    Dataset data;
    data.name = "noise";
    data.inputs = Tensor(Shape{count, 1, 12, 12});
    Rng rng(0, "noise images");
    for (Scalar& value : data.inputs.values()) {
      value = static_cast<Scalar>(rng.normal());
    }
    data.classes = 3;
    data.augmentation = augmentation;
    for (Index i = 0; i < count; ++i) {
      data.labels.push_back(static_cast<std::int32_t>(i % 3));
    }
    return data;
  };
  return std::make_shared<const DataSplit>(
      DataSplit{.train = images(240), .validation = images(24)});
}

std::size_t allocations_on_images(const std::string& model, const Augmentation& augmentation = {}) {
  return allocations(set_up(long_run("noise", model), noise_images(augmentation)));
}

class Steady : public testing::Test {
 protected:
  void SetUp() override {
#if defined(ANNEAL_SANITIZED)
    GTEST_SKIP() << "under AddressSanitizer every block comes from the heap";
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    GTEST_SKIP() << "under AddressSanitizer every block comes from the heap";
#endif
#endif
  }
};

TEST_F(Steady, TheCounterSeesAnAllocation) {
  const std::size_t before = steady::heap_allocations();
  const auto number = std::make_unique<int>(1);
  EXPECT_EQ(steady::heap_allocations() - before, static_cast<std::size_t>(*number));
}

TEST_F(Steady, AnMlpTakesNothingFromTheHeap) {
  EXPECT_EQ(allocations(long_run("blobs(n=400)", "mlp(16, 16)")), 0U);
}

TEST_F(Steady, EveryOptimizerTakesNothingFromTheHeap) {
  std::vector<std::string> optimizers = {"sgd(lr=0.01, momentum=0.9, nesterov=true)"};
  for (const OptimizerEntry& entry : optimizer_catalogue()) {
    optimizers.push_back(entry.signature.name);
  }
  for (const std::string& optimizer : optimizers) {
    RunConfig config = long_run("blobs(n=400)", "mlp(16)");
    config.optimizer = optimizer;
    EXPECT_EQ(allocations(config), 0U) << optimizer;
  }
}

TEST_F(Steady, GroupsAccumulationClippingAndAveragesTakeNothingFromTheHeap) {
  for (const char* average : {"ema", "tail", "lawa(every=3it)"}) {
    RunConfig config = long_run("blobs(n=400)", "mlp(16)");
    config.groups = {"layers.0.*: lr=0.01, schedule=linear", "layers.1.bias: lr=0"};
    config.accumulate = 2;
    config.clip_norm = 1.0;
    config.clip_value = 0.1;
    config.momentum_schedule = "linear(from=1, to=0.9)";
    config.average = average;
    EXPECT_EQ(allocations(config), 0U) << average;
  }
}

TEST_F(Steady, ACnnTakesNothingFromTheHeap) {
  EXPECT_EQ(allocations_on_images("cnn(channels=[4, 8], norm=batch)"), 0U);
  EXPECT_EQ(allocations_on_images("cnn(channels=[4, 8], norm=none, dropout=0.5)"), 0U);
}

TEST_F(Steady, ChangingImagesAtRandomTakesNothingFromTheHeap) {
  const Augmentation all{.shift = 2, .flip = true, .cutout = 3};
  EXPECT_EQ(allocations_on_images("cnn(channels=[4, 8], norm=batch)", all), 0U);
}

TEST_F(Steady, ATransformerTakesNothingFromTheHeap) {
  EXPECT_EQ(allocations(long_run("bigram", "transformer(layers=2, width=16, heads=2)")), 0U);
  EXPECT_EQ(
      allocations(long_run("bigram", "transformer(layers=2, width=16, heads=2, dropout=0.1)")), 0U);
}

}}  // namespace anneal
