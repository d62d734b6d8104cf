// The evaluation before the first update, and what a run came to: diverged though all its numbers
// are finite, no better than guessing.
#include <cmath>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/run/remarks.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/small_run.h"

namespace anneal { namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

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
  RunConfig config = small_run();
  config.model = "mlp(16, dropout=0.5)";
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
  EXPECT_LT(with.recorder.updates.back().lr, 0.1);  // it has listened
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
  RunConfig config = small_run();
  config.optimizer = "sgd(lr=3000, momentum=0.9)";
  const RunResult result = trained(config).recorder.result;
  EXPECT_EQ(result.best_eval()->step, 0);
}

// With cross-entropy nothing overflows: the loss is huge, and every number finite.
TEST(Outcome, ARunThatEndsAboveItsStartHasDiverged) {
  RunConfig config = small_run();
  config.optimizer = "sgd(lr=3000, momentum=0.9)";
  const Trained run = trained(config);
  const RunResult& result = run.recorder.result;
  EXPECT_EQ(result.updates, run.recorder.header.updates);
  EXPECT_EQ(result.status, RunStatus::kDiverged);
  ASSERT_TRUE(result.diverged_at.has_value());
  EXPECT_LT(*result.diverged_at, 3);
  EXPECT_EQ(status_text(result), join_text("diverged at update ", *result.diverged_at));
  EXPECT_THAT(result.remarks, ElementsAre(HasSubstr("of the start")));
  EXPECT_FALSE(result.no_better_than_guessing);
}

TEST(Outcome, IsTheSameForARunThatWasStoppedOnTheWay) {
  RunConfig config = small_run();
  config.optimizer = "sgd(lr=3000, momentum=0.9)";
  const RunSetup setup = set_up_alone(config);
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

// Noise moves a loss as well: of batches of one, of batch norm's statistics, of dropout.
TEST(Outcome, ARunThatDoesNotMoveHasNotDiverged) {
  for (const char* model : {"mlp(16)", "mlp(16, dropout=0.5)", "mlp(16, norm=batch)"}) {
    for (const std::int64_t batch_size : {2, 16}) {
      for (const std::uint64_t seed : {0, 1, 2}) {
        RunConfig config = small_run();
        config.optimizer = "sgd(lr=0)";
        config.model = model;
        config.batch_size = batch_size;
        config.seed = seed;
        const RunResult result = trained(config).recorder.result;
        EXPECT_EQ(result.status, RunStatus::kDone) << model << ' ' << batch_size;
        EXPECT_TRUE(result.no_better_than_guessing) << model << ' ' << batch_size;
      }
    }
  }
}

TEST(Outcome, ARunThatLearnsIsRemarkedOnInNothing) {
  const RunResult result = trained(small_run()).recorder.result;
  EXPECT_EQ(result.status, RunStatus::kDone);
  EXPECT_THAT(result.remarks, IsEmpty());
}

// What is trained already may lose some of it again without having diverged.
TEST(Outcome, APretrainedModelThatGetsWorseHasNotDivergedWhileItBeatsGuessing) {
  RunConfig config = small_run();
  config.epochs = 40;
  const Trained first = trained(config);
  RunSetup setup = set_up_alone(small_run());
  setup.initial = arrays_of(first.after);
  setup.header.config.init = "first";
  LossWatch watch;
  watch.start(first.recorder.evals.back().train_loss, setup.header.guessing_loss);
  watch.update(0, first.recorder.evals.back().train_loss);
  EXPECT_LT(first.recorder.evals.back().train_loss, 0.5);
  EXPECT_FALSE(watch.diverged_at(1.0).has_value());
  EXPECT_TRUE(watch.diverged_at(1.3).has_value());  // 1.1 ln 3 = 1.21
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
  RunConfig config = small_run();
  config.data = "bigram(vocabulary=5, length=400)";
  config.model = "transformer(width=8, heads=2, layers=1)";
  EXPECT_DOUBLE_EQ(*set_up_alone(config).header.guessing_loss, std::log(5.0));
}

}}  // namespace anneal
