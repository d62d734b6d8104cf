#include "apps/training/loop.h"

#include <cmath>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/pool.h"
#include "tests/training/small_run.h"

namespace anneal { namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::SizeIs;

Recorder record(const RunConfig& config) {
  Trainer trainer = make_trainer(set_up_alone(config));
  Recorder recorder;
  Observer* observers[] = {&recorder};
  recorder.result = train(trainer, observers, {});
  return recorder;
}

TEST(Loop, DecreasesTheLossOnBlobs) {
  const Recorder run = record(small_run());
  EXPECT_EQ(run.result.status, RunStatus::kDone);
  EXPECT_LT(run.evals.back().train_loss, 0.5 * run.updates.front().loss);
  EXPECT_GT(*run.evals.back().val_accuracy, 0.7);  // a guess has 1/3
}

TEST(Loop, DecreasesTheErrorOfARegression) {
  RunConfig config = small_run();
  config.data = "teacher(n=200)";
  config.optimizer = "adam(lr=0.01)";
  config.epochs = 20;
  const Recorder run = record(config);
  EXPECT_LT(run.evals.back().val_loss, 0.5 * run.updates.front().loss);
  EXPECT_FALSE(run.evals.back().val_accuracy.has_value());
}

TEST(Loop, UsesTheRateOfTheScheduleInEachUpdate) {
  RunConfig config = small_run();
  config.schedule = "warmup(10it) then cosine";
  config.updates = 30;
  const Recorder run = record(config);
  ASSERT_EQ(run.updates.size(), 30U);
  for (int t = 0; t < 30; ++t) {
    const double m = t < 10 ? t / 10.0 : 0.5 * (1.0 + std::cos(std::numbers::pi * (t - 10) / 20.0));
    EXPECT_NEAR(run.updates[t].lr, 0.1 * m, 1e-15) << "update " << t;
    EXPECT_EQ(run.updates[t].step, t);
    EXPECT_DOUBLE_EQ(run.updates[t].epoch, t / static_cast<double>(run.header.updates_per_epoch));
  }
}

TEST(Loop, DrawsTheTextbookStaircaseOfAdam) {
  RunConfig config = small_run();
  config.optimizer = "adam(lr=0.1)";
  config.schedule = "step(every=10ep, gamma=0.1)";
  config.epochs = 30;
  const Recorder run = record(config);
  for (const UpdateRecord& update : run.updates) {
    const double rate = update.epoch < 10 ? 0.1 : update.epoch < 20 ? 0.01 : 0.001;
    EXPECT_NEAR(update.lr, rate, 1e-15 * rate) << "epoch " << update.epoch;
  }
}

TEST(Loop, FirstUpdateOfAWarmupFromZeroChangesNothing) {
  RunConfig config = small_run();
  config.batch_size = RunConfig::kFullBatch;
  config.schedule = "warmup(2it) then constant";
  config.updates = 3;
  const Recorder run = record(config);
  EXPECT_EQ(run.updates[0].lr, 0.0);
  EXPECT_EQ(run.updates[1].loss, run.updates[0].loss);  // the same batch, the same parameters
  EXPECT_LT(run.updates[2].loss, run.updates[1].loss);
}

TEST(Loop, GivesTheSameCurveForTheSameSeedAndAnotherOneForAnother) {
  RunConfig config = small_run();
  const Recorder first = record(config);
  const Recorder again = record(config);
  config.seed = 1;
  const Recorder other = record(config);
  ASSERT_EQ(first.updates.size(), again.updates.size());
  for (std::size_t i = 0; i < first.updates.size(); ++i) {
    EXPECT_EQ(first.updates[i].loss, again.updates[i].loss);
  }
  EXPECT_NE(first.updates.front().loss, other.updates.front().loss);
}

TEST(Loop, TellsObserversEverythingInOrder) {
  RunConfig config = small_run();
  config.epochs = 2;
  const Recorder run = record(config);
  const std::int64_t per_epoch = run.header.updates_per_epoch;
  EXPECT_EQ(run.header.updates, 2 * per_epoch);
  EXPECT_THAT(run.updates, SizeIs(run.header.updates));
  EXPECT_THAT(run.evals,
              ElementsAre(Field(&EvalRecord::step, 0), Field(&EvalRecord::step, per_epoch),
                          Field(&EvalRecord::step, 2 * per_epoch)));
  EXPECT_EQ(run.evals[1].lr, run.updates[per_epoch - 1].lr);
  EXPECT_EQ(run.pauses, 3);
  EXPECT_EQ(run.pauses_at_end, 1);
  EXPECT_EQ(run.order, "startep" + std::string(per_epoch, 'u') + "ep" +
                           std::string(per_epoch, 'u') + "ep" + "end");
}

TEST(Loop, IsNotChangedByBeingWatched) {
  Trainer unwatched = make_trainer(set_up_alone(small_run()));
  const RunResult result = train(unwatched, {}, {});
  const Recorder watched = record(small_run());
  EXPECT_EQ(result.final_eval()->val_loss, watched.evals.back().val_loss);
}

TEST(Loop, EvaluatesBeforeTheFirstUpdateAsOftenAsAskedAndAfterTheLast) {
  RunConfig config = small_run();
  config.updates = 25;
  config.eval_every = "10it";
  EXPECT_THAT(record(config).evals,
              ElementsAre(Field(&EvalRecord::step, 0), Field(&EvalRecord::step, 10),
                          Field(&EvalRecord::step, 20), Field(&EvalRecord::step, 25)));
}

TEST(Loop, StopsAtTheUpdateThatDivergesAndRecordsNoNan) {
  RunConfig config = small_run();
  config.data = "teacher(n=200)";
  config.optimizer = "sgd(lr=1e6)";
  const Recorder run = record(config);
  ASSERT_EQ(run.result.status, RunStatus::kDiverged);
  EXPECT_EQ(run.result.diverged_at, run.result.updates);
  EXPECT_LT(run.result.updates, 50);
  EXPECT_THAT(run.updates, SizeIs(run.result.updates));
  for (const UpdateRecord& update : run.updates) {
    EXPECT_TRUE(std::isfinite(update.loss) && std::isfinite(update.grad_norm));
  }
  EXPECT_EQ(run.result.last_loss, run.updates.back().loss);
}

TEST(Loop, ClipsTheGradientThatTheUpdateUses) {
  RunConfig config = small_run();
  config.optimizer = "sgd(lr=1)";
  config.clip_norm = 1e-9;
  config.batch_size = RunConfig::kFullBatch;
  config.updates = 2;
  const Recorder run = record(config);
  EXPECT_GT(run.updates[0].grad_norm, 0.01);  // before clipping
  EXPECT_NEAR(run.updates[1].loss, run.updates[0].loss, 1e-6);
}

TEST(Loop, LowersTheRateOnceAPlateauIsReached) {
  RunConfig config = small_run();
  config.optimizer = "sgd(lr=1e-12)";  // nothing ever improves
  config.schedule = "plateau(metric=val_loss, factor=0.5, patience=2ev)";
  config.epochs = 8;
  const Recorder run = record(config);
  std::vector<double> rates;
  for (const EvalRecord& eval : run.evals) {
    if (eval.lr) {  // before the first update there is none, and the schedule is told nothing
      rates.push_back(*eval.lr / 1e-12);
    }
  }
  // The first evaluation that it hears is the best; after the third without improvement the rate is
  // halved.
  EXPECT_THAT(rates, ElementsAre(1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25));
}

TEST(Loop, SchedulesMomentumBesideTheRate) {
  RunConfig config = small_run();
  config.momentum_schedule = "linear(from=1, to=0.5)";
  config.updates = 10;
  const Recorder run = record(config);
  for (int t = 0; t < 10; ++t) {
    EXPECT_NEAR(*run.updates[t].momentum, 0.9 * (1.0 - 0.05 * t), 1e-15);
    EXPECT_FALSE(run.updates[t].weight_decay.has_value());
  }
}

TEST(Loop, EndsBeforeTheNextUpdateWhenAStopIsRequested) {
  std::stop_source source;
  Recorder recorder;
  recorder.on_each_update = [&](const UpdateRecord& update) {
    if (update.step == 6) {
      source.request_stop();
    }
  };
  Trainer trainer = make_trainer(set_up_alone(small_run()));
  Observer* observers[] = {&recorder};
  const RunResult result = train(trainer, observers, source.get_token());
  EXPECT_EQ(result.status, RunStatus::kInterrupted);
  EXPECT_EQ(result.updates, 7);
  EXPECT_EQ(recorder.pauses_at_end, 1);
  EXPECT_THAT(recorder.updates, SizeIs(7));
}

TEST(Loop, TakesTheWholeTrainingSetAsAFullBatch) {
  RunConfig config = small_run();
  config.batch_size = RunConfig::kFullBatch;
  config.updates = 1;
  const RunSetup setup = set_up_alone(config);
  EXPECT_EQ(setup.header.batch_size, setup.header.train_samples);
  EXPECT_EQ(setup.header.updates_per_epoch, 1);
  const double before = evaluate(*initial_model(setup), setup.data.split->train).loss;
  const Recorder recorder = trained(setup).recorder;
  EXPECT_NEAR(recorder.updates[0].loss, before, 1e-6 * before);
}

TEST(Loop, SmoothsLabelsInTheTrainingLossOnly) {
  RunConfig config = small_run();
  config.optimizer = "sgd(lr=1e-12)";
  config.batch_size = RunConfig::kFullBatch;
  config.updates = 1;
  const Recorder plain = record(config);
  config.label_smoothing = 0.5;
  const Recorder smoothed = record(config);
  EXPECT_NE(plain.updates[0].loss, smoothed.updates[0].loss);
  EXPECT_NEAR(plain.evals.back().train_loss, smoothed.evals.back().train_loss, 1e-6);
}

TEST(Loop, TakesNothingFromTheHeapOnceItHasWarmedUp) {
#if defined(ANNEAL_SANITIZED)
  GTEST_SKIP() << "under AddressSanitizer every block comes from the heap";
#endif
  RunConfig config = small_run();
  config.updates = 100;
  config.eval_every = "100%";
  Trainer trainer = make_trainer(set_up_alone(config));
  Recorder recorder;
  std::size_t early = 0;
  std::size_t late = 0;
  recorder.on_each_update = [&](const UpdateRecord& update) {
    (update.step < 5 ? early : late) = pool_heap_allocations();
  };
  Observer* observers[] = {&recorder};
  train(trainer, observers, {});
  EXPECT_EQ(early, late);
}

TEST(Loop, CountsTimeInUpdatesWithinTheWallTime) {
  const RunResult result = record(small_run()).result;
  EXPECT_GT(result.update_seconds, 0.0);
  EXPECT_LE(result.update_seconds, result.wall_seconds);
  EXPECT_NEAR(result.updates_per_second * result.update_seconds,
              static_cast<double>(result.updates), 1e-6);
  EXPECT_GT(result.peak_resident_bytes, 1'000'000);
}

}}  // namespace anneal
