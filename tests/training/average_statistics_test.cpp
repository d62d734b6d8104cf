#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/checkpoint.h"
#include "apps/records/run_folder.h"
#include "core/rng.h"
#include "core/storage/safetensors.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/small_run.h"

// Weights that did not train, those of an average or of a schedule-free rule, are judged and kept
// with the batch statistics that belong to them.
namespace anneal { namespace {

using testing_support::TemporaryFolder;

/// 96 images of 8 x 8 in 3 classes that differ in brightness.
std::shared_ptr<const DataSplit> images(const Augmentation& augmentation = {}) {
  const auto make = [](Index count, const Augmentation& changes) {
    Dataset data{.name = "brightness", .classes = 3, .augmentation = changes};
    data.inputs = Tensor(Shape{count, 1, 8, 8});
    Rng rng(0, "images");
    for (Index i = 0; i < data.inputs.size(); ++i) {
      data.inputs.data()[i] = static_cast<Scalar>(rng.normal() + static_cast<double>(i / 64 % 3));
    }
    for (Index i = 0; i < count; ++i) {
      data.labels.push_back(static_cast<std::int32_t>(i % 3));
    }
    return data;
  };
  return std::make_shared<const DataSplit>(
      DataSplit{.train = make(96, augmentation), .validation = make(30, {})});
}

RunConfig cnn_run(const std::string& optimizer, const std::string& average = "") {
  RunConfig config;
  config.data = "images";
  config.model = "cnn(channels=[3], norm=batch)";
  config.optimizer = optimizer;
  config.updates = 14;
  config.eval_every = "7it";
  config.batch_size = 16;
  if (!average.empty()) {
    config.average = average;
  }
  return config;
}

/// What evaluating `state`, alone, gives on the validation set of `setup`.
Evaluation evaluated(const RunSetup& setup, const State& state) {
  const std::unique_ptr<Module> model = initial_model(setup);
  load_parameters(*model, state, "state");
  return evaluate(*model, setup.data.split->validation);
}

/// The statistics of `state`'s parameters, worked out here: the mean over the run's first epoch.
State with_own_statistics(const RunSetup& setup, State state) {
  const std::unique_ptr<Module> model = initial_model(setup);
  load_parameters(*model, state, "state");
  const Dataset& train = setup.data.split->train;
  BatchOrder order({.count = train.size(), .batch_size = 16, .seed = setup.header.config.seed});
  for (Index step = 0; step < order.updates_per_epoch(); ++step) {
    Batch batch = gather_training(train, order.rows(step), {.seed = 0, .epoch = 0});
    model->forward(Var(std::move(batch.inputs)),
                   {.mode = Mode::kTrain,
                    .step = step,
                    .statistics_momentum = 1.0 / static_cast<double>(step + 1)});
  }
  return state_of(*model);
}

TEST(AverageStatistics, OfEveryAverageAreThoseOfItsOwnWeights) {
  for (const char* average : {"ema(decay=0.8)", "tail(start=1it)", "lawa(every=3it)"}) {
    const RunSetup setup = set_up(cnn_run("sgd(lr=0.3)", average), images({.shift = 1}));
    const Trained run = trained(setup);
    const State model = run.trainer.averaged().value();
    const State expected = with_own_statistics(setup, model);
    EXPECT_EQ(elements(model, "bn1.running_mean"), elements(expected, "bn1.running_mean"));
    EXPECT_EQ(elements(model, "bn1.running_var"), elements(expected, "bn1.running_var"));
    const EvalRecord& last = run.recorder.evals.back();
    EXPECT_EQ(last.average->val_loss, evaluated(setup, expected).loss) << average;

    State with_raw_statistics = model;
    for (NamedTensor& tensor : with_raw_statistics.tensors) {
      tensor.value =
          tensor.name.starts_with("bn1.running") ? run.after.at(tensor.name) : tensor.value;
    }
    EXPECT_NE(last.average->val_loss, evaluated(setup, with_raw_statistics).loss);
  }
}

TEST(AverageStatistics, LeaveTheRunItselfAsItIs) {
  const RunConfig config = cnn_run("sgd(lr=0.3)", "ema(decay=0.8)");
  RunConfig without = config;
  without.average.reset();
  const Trained one = trained(set_up(config, images()));
  const Trained other = trained(set_up(without, images()));
  for (const NamedTensor& tensor : one.after.tensors) {
    EXPECT_EQ(elements(one.after, tensor.name), elements(other.after, tensor.name)) << tensor.name;
  }
  EXPECT_EQ(one.recorder.evals.back().val_loss, other.recorder.evals.back().val_loss);
}

TEST(AverageStatistics, AreInTheCheckpointBesideThoseOfTheRun) {
  const RunSetup setup = set_up(cnn_run("sgd(lr=0.3)", "tail(start=1it)"), images());
  const Trained run = trained(setup);
  const State state = run.trainer.state();
  const State model = run.trainer.averaged().value();
  EXPECT_EQ(elements(state, "bn1.running_mean"), elements(run.after, "bn1.running_mean"));
  EXPECT_EQ(elements(state, "bn1.running_mean.average"), elements(model, "bn1.running_mean"));
  EXPECT_EQ(elements(state, "bn1.running_var.average"), elements(model, "bn1.running_var"));
  EXPECT_EQ(elements(state, "conv1.weight.tail"), elements(model, "conv1.weight"));
}

TEST(AverageStatistics, AreInTheFileOfTheAverageWhichIsAModelByItself) {
  const TemporaryFolder folder;
  const RunSetup setup = set_up(cnn_run("sgd(lr=0.3)", "lawa(every=3it)"), images());
  Trainer trainer = make_trainer(setup);
  RunFolder files(folder / "run");
  Recorder recorder;
  Observer* observers[] = {&files, &recorder};
  train(trainer, observers, {});
  const State saved = state_from(load_safetensors((folder / "run/average.safetensors").string()));
  EXPECT_EQ(saved.tensors.size(), trainer.objective().state().tensors.size());
  EXPECT_EQ(evaluated(setup, saved).loss, recorder.evals.back().average->val_loss);
}

TEST(AverageStatistics, OfAScheduleFreeRuleAreThoseOfTheAverageThatIsJudged) {
  for (const char* rule : {"schedule_free_sgd(lr=0.5)", "schedule_free_adamw(lr=0.05)"}) {
    const RunSetup setup = set_up(cnn_run(rule), images());
    const Trained run = trained(setup);
    const State judged = run.trainer.judged();
    const State expected = with_own_statistics(setup, judged);
    EXPECT_EQ(elements(judged, "bn1.running_mean"), elements(expected, "bn1.running_mean"));
    EXPECT_NE(elements(judged, "bn1.running_mean"), elements(run.after, "bn1.running_mean"));
    EXPECT_EQ(run.recorder.evals.back().val_loss, evaluated(setup, expected).loss) << rule;
  }
}

TEST(AverageStatistics, WithSeveralBatchesToAnUpdateAreOfEachOfThem) {
  const RunSetup setup = set_up(cnn_run("sgd(lr=0.3)"), images());
  // the first epoch has six updates of two batches
  Network network(initial_model(setup), setup.data.split, {.batch_size = 8, .accumulate = 2});
  network.renew_statistics();
  std::vector<double> mean(3);
  const std::unique_ptr<Module> model = initial_model(setup);
  BatchOrder order({.count = 96, .batch_size = 16, .seed = 0});
  for (Index part = 0; part < 12; ++part) {
    Batch batch =
        gather_training(setup.data.split->train, order.rows(part / 2).subspan(part % 2 * 8, 8), {});
    model->forward(Var(std::move(batch.inputs)),
                   {.mode = Mode::kTrain, .step = part, .statistics_momentum = 1.0});
    for (Index c = 0; c < 3; ++c) {
      mean[c] += buffers_of(*model)[0].var.value().data()[c] / 12.0;
    }
  }
  for (Index c = 0; c < 3; ++c) {
    EXPECT_NEAR(network.statistics()[0].var.value().data()[c], mean[c], 1e-5);
  }
}

TEST(AverageStatistics, CostNothingWhereAModelHasNone) {
  const Trained run = trained(small_run());
  EXPECT_TRUE(run.trainer.objective().statistics().empty());
  RunConfig config = small_run();
  config.average = "ema";
  for (const NamedArray& array : trained(config).recorder.last_state.arrays) {
    EXPECT_FALSE(array.name.ends_with(".average")) << array.name;
  }
}

}}  // namespace anneal
