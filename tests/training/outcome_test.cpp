// The evaluation before the first update, and what a run came to: diverged though all its numbers
// are finite, no better than guessing.
#include <cmath>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/training/small_run.h"

namespace anneal { namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

RunConfig with_dropout() {
  RunConfig config = small_run();
  config.data = "bigram(n=64, validation=16, length=8, states=5)";
  config.model = "transformer(layers=1, width=8, heads=2, dropout=0.5)";
  return config;
}

/// The gradient of a linear model is bounded, so that nothing overflows: its loss becomes huge, and
/// every number stays finite.
RunConfig that_explodes() {
  RunConfig config = small_run();
  config.data = "blobs(n=200, classes=3, noise=3)";
  config.model = "logistic";
  config.optimizer = "sgd(lr=3000)";
  return config;
}

TEST(FirstEvaluation, IsOfTheInitialParametersAndHasNoRate) {
  const RunSetup setup = set_up_alone(small_run());
  const Trained run = trained(setup);
  const EvalRecord& first = run.recorder.evals.front();
  EXPECT_EQ(first.step, 0);
  EXPECT_EQ(first.epoch, 0.0);
  EXPECT_FALSE(first.lr.has_value());
  const std::unique_ptr<Module> model = initial_model(setup);
  EXPECT_EQ(first.train_loss, evaluate(*model, setup.data.split->train).loss);
  EXPECT_EQ(first.val_loss, evaluate(*model, setup.data.split->validation).loss);
}

TEST(FirstEvaluation, ChangesNoUpdate) {
  RunConfig config = with_dropout();
  config.schedule = "plateau(metric=val_loss, patience=1ev, threshold=0.9, factor=0.5)";
  config.epochs = 8;
  const RunSetup setup = set_up_alone(config);
  const Trained with = trained(setup);
  Trainer without = make_trainer(setup);
  for (const UpdateRecord& expected : with.recorder.updates) {
    const UpdateRecord update = without.update().value();
    EXPECT_EQ(update.loss, expected.loss);
    EXPECT_EQ(update.lr, expected.lr);
    if (without.evaluation_due()) {
      without.evaluate();
    }
  }
  EXPECT_LT(with.recorder.updates.back().lr, 0.1);  // the schedule has listened
}

TEST(FirstEvaluation, IsMadeOnce) {
  Trainer trainer = make_trainer(set_up_alone(small_run()));
  EXPECT_TRUE(trainer.evaluation_due());
  trainer.evaluate();
  EXPECT_FALSE(trainer.evaluation_due());
  Trainer resumed = make_trainer(set_up_alone(small_run()));
  resumed.load(trainer.state());
  EXPECT_FALSE(resumed.evaluation_due());
}

TEST(FirstEvaluation, IsTheBestOfARunThatOnlyGetsWorse) {
  const RunResult result = trained(that_explodes()).recorder.result;
  EXPECT_EQ(result.best_eval()->step, 0);
}

TEST(Outcome, ARunThatEndsAboveItsStartHasDiverged) {
  const Trained run = trained(that_explodes());
  const RunResult& result = run.recorder.result;
  EXPECT_EQ(result.updates, run.recorder.header.updates);
  EXPECT_EQ(result.status, RunStatus::kDiverged);
  ASSERT_TRUE(result.diverged_at.has_value());
  EXPECT_LT(*result.diverged_at, 5);
  EXPECT_EQ(status_text(result), join_text("diverged at update ", *result.diverged_at));
  EXPECT_THAT(result.remarks, ElementsAre(HasSubstr("of the start")));
  EXPECT_FALSE(result.no_better_than_guessing);
}

TEST(Outcome, IsTheSameForARunThatWasStoppedOnTheWay) {
  const RunSetup setup = set_up_alone(that_explodes());
  Trainer first = make_trainer(setup);
  first.evaluate();
  while (first.step() < 20) {
    first.update();
  }
  Trainer second = make_trainer(setup);
  second.load(first.state());
  const RunResult result = train(second, {}, {});
  EXPECT_EQ(result.status, RunStatus::kDiverged);
  EXPECT_EQ(result.diverged_at, trained(setup).recorder.result.diverged_at);
}

// Batches of two and dropout make noise, which is no rise.
TEST(Outcome, ARunThatDoesNotMoveHasNotDiverged) {
  for (RunConfig config : {small_run(), with_dropout()}) {
    for (const std::int64_t batch_size : {2, 16}) {
      config.optimizer = "sgd(lr=0)";
      config.batch_size = batch_size;
      const RunResult result = trained(config).recorder.result;
      EXPECT_EQ(result.status, RunStatus::kDone) << config.model << ' ' << batch_size;
      EXPECT_EQ(result.evals.back().train_loss, result.evals.front().train_loss);
    }
  }
}

// Where the noise is a thousand times the distances between classes there is nothing to learn.
TEST(Outcome, ARunThatLearnsNothingIsNoBetterThanGuessing) {
  RunConfig config = small_run();
  config.data = "blobs(n=2000, noise=1000)";
  config.optimizer = "sgd(lr=0)";
  const RunResult result = trained(config).recorder.result;
  EXPECT_TRUE(result.no_better_than_guessing);
  EXPECT_THAT(result.remarks, ElementsAre(HasSubstr("no better than guessing")));
}

TEST(Outcome, ARunThatLearnsIsRemarkedOnInNothing) {
  const RunResult result = trained(small_run()).recorder.result;
  EXPECT_EQ(result.status, RunStatus::kDone);
  EXPECT_THAT(result.remarks, IsEmpty());
}

TEST(GuessingLoss, IsTheEntropyOfTheClasses) {
  const RunSetup setup = set_up_alone(small_run());
  std::vector<double> counts(3);
  for (const std::int32_t label : setup.data.split->train.labels) {
    counts[static_cast<std::size_t>(label)] += 1.0;
  }
  double entropy = 0.0;
  for (const double count : counts) {
    const double share = count / static_cast<double>(setup.header.train_samples);
    entropy -= share * std::log(share);
  }
  EXPECT_NEAR(*setup.header.guessing_loss, entropy, 1e-12);
  EXPECT_NEAR(entropy, std::log(3.0), 0.01);
}

TEST(GuessingLoss, IsTheVarianceOfTheTargets) {
  RunConfig config = small_run();
  config.data = "teacher(n=200)";
  const RunSetup setup = set_up_alone(config);
  const Tensor& targets = setup.data.split->train.targets;
  const std::vector<double> values(targets.values().begin(), targets.values().end());
  const auto n = static_cast<double>(values.size());
  ASSERT_EQ(setup.data.split->train.outputs(), 1);
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double variance = 0.0;
  for (const double value : values) {
    variance += (value - mean) * (value - mean) / n;
  }
  EXPECT_NEAR(*setup.header.guessing_loss, variance, 1e-9 * variance);
}

TEST(GuessingLoss, OfATextKnowsNoFrequencies) {
  EXPECT_DOUBLE_EQ(*set_up_alone(with_dropout()).header.guessing_loss, std::log(5.0));
}

}}  // namespace anneal
