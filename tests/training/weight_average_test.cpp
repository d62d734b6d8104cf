#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/run_folder.h"
#include "apps/records/run_toml.h"
#include "apps/records/summary.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/small_run.h"

namespace anneal { namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing_support::read_text;
using testing_support::TemporaryFolder;

RunConfig averaged(const std::string& average) {
  RunConfig config = small_run();
  config.average = average;
  return config;
}

TEST(RunAverage, LeavesTheRunItselfAsItIs) {
  const Trained plain = trained(small_run());
  for (const char* average : {"ema(decay=0.9)", "tail(start=5it, every=2it)", "lawa(every=3it)"}) {
    const Trained run = trained(averaged(average));
    EXPECT_EQ(run.recorder.evals.back().val_loss, plain.recorder.evals.back().val_loss);
    EXPECT_EQ(elements(run.after, "layers.0.weight"), elements(plain.after, "layers.0.weight"));
    ASSERT_TRUE(run.recorder.evals.back().average.has_value()) << average;
    EXPECT_NE(run.recorder.evals.back().average->val_loss, run.recorder.evals.back().val_loss);
  }
}

TEST(RunAverage, WithoutMemoryIsTheLastIterate) {
  const Trained run = trained(averaged("ema(decay=0)"));
  EXPECT_FALSE(run.recorder.evals[0].average.has_value());  // nothing to average before an update
  for (const EvalRecord& eval : std::span(run.recorder.evals).subspan(1)) {
    ASSERT_TRUE(eval.average.has_value());
    EXPECT_EQ(eval.average->train_loss, eval.train_loss);
    EXPECT_EQ(eval.average->val_loss, eval.val_loss);
    EXPECT_EQ(eval.average->val_accuracy, eval.val_accuracy);
  }
}

TEST(RunAverage, IsJudgedAtTheMeanOfTheIterates) {
  RunConfig config = averaged("swa(start=3it)");
  config.updates = 5;
  const RunSetup setup = set_up_alone(config);
  Trainer trainer = make_trainer(setup);
  const NamedParameters& parameters = trainer.objective().parameters();
  std::vector<std::vector<double>> mean(parameters.size());
  Recorder recorder;
  recorder.on_each_update = [&](const UpdateRecord& update) {
    for (std::size_t k = 0; k < mean.size(); ++k) {
      const std::span<const Scalar> values = parameters[k].var.value().values();
      mean[k].resize(values.size());
      for (std::size_t i = 0; i < values.size(); ++i) {
        mean[k][i] += update.step >= 2 ? values[i] / 3.0 : 0.0;  // after updates 3, 4 and 5
      }
    }
  };
  Observer* observers[] = {&recorder};
  train(trainer, observers, {});
  for (std::size_t k = 0; k < mean.size(); ++k) {
    std::ranges::transform(mean[k], Var(parameters[k].var).mutable_value().data(),
                           [](double value) { return static_cast<Scalar>(value); });
  }
  const Evaluation found = evaluate(model_of(trainer), setup.data.split->validation);
  EXPECT_NEAR(recorder.evals.back().average->val_loss, found.loss, 1e-6 * found.loss);
  EXPECT_EQ(recorder.evals.back().average->val_accuracy, found.accuracy);
}

TEST(RunAverage, IsAbsentUntilItHoldsSomething) {
  RunConfig config = averaged("tail(start=20it)");
  const TemporaryFolder folder;
  {
    Trainer trainer = make_trainer(set_up_alone(config));
    RunFolder files(folder / "run");
    Recorder recorder;
    Observer* observers[] = {&files, &recorder};
    train(trainer, observers, {});
    EXPECT_FALSE(recorder.evals.front().average.has_value());
    EXPECT_TRUE(recorder.evals.back().average.has_value());
  }
  const std::string evals = read_text(folder / "run/evals.csv");
  EXPECT_THAT(evals, HasSubstr("val_accuracy,avg_train_loss,avg_val_loss,avg_val_accuracy\n"));
  EXPECT_THAT(evals, HasSubstr(",,,\n"));
  EXPECT_THAT(read_text(folder / "run/run.toml"), HasSubstr("average = \"tail(start=20it)\"\n"));
  EXPECT_THAT(read_text(folder / "run/summary.json"), HasSubstr("\"avg_val_loss\": 0."));
}

TEST(RunAverage, LivesInTheCheckpoint) {
  const Trained run = trained(averaged("ema(decay=0.9)"));
  const State state = state_from(run.recorder.last_state);
  EXPECT_EQ(state.metadata.at("ema.updates"), std::to_string(run.recorder.result.updates));
  EXPECT_NE(state.find("layers.0.weight.ema"), nullptr);
  EXPECT_NE(state.find("layers.0.weight.momentum"), nullptr);
}

TEST(RunAverage, OfATrainingWithFrozenLayersCoversTheOthers) {
  RunConfig config = averaged("ema(decay=0.9)");
  config.groups = {"layers.0.*: lr=0"};
  const Trained run = trained(config);
  EXPECT_EQ(elements(run.before, "layers.0.weight"), elements(run.after, "layers.0.weight"));
  EXPECT_LT(run.recorder.evals.back().average->train_loss, run.recorder.updates[0].loss);
}

TEST(RunAverage, AddsNothingToTheFilesOfARunWithoutOne) {
  const Trained run = trained(small_run());
  EXPECT_THAT(summary_json(run.recorder.header, run.recorder.result), Not(HasSubstr("avg_")));
  EXPECT_THAT(run_toml(run.recorder.header, {}), Not(HasSubstr("average")));
}

}}  // namespace anneal
