#include "apps/training/engine.h"

#include <stdexcept>
#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/checkpoint.h"
#include "apps/records/run_folder.h"
#include "core/scalar.h"
#include "tests/support/state_files.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/recorder.h"

namespace anneal { namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StrEq;
using ::testing::ThrowsMessage;
using testing_support::read_text;
using testing_support::TemporaryFolder;

constexpr Precision kThis = std::is_same_v<Scalar, double> ? Precision::kDouble : Precision::kFloat;

RunConfig small_run() {
  RunConfig config;
  config.data = "moons(n=120)";
  config.model = "mlp(8)";
  config.optimizer = "adam(lr=0.01)";
  config.schedule = "cosine";
  config.epochs = 2;
  config.batch_size = 20;
  config.precision = kThis;
  return config;
}

template <class Change>
auto preparing(Change change) {
  return [change] {
    RunConfig config = small_run();
    change(config);
    Engine({.read = read_checkpoint}).prepare(config);
  };
}

/// A whole run, watched by `observers`.
template <class... Observers>
void run(const RunConfig& config, Observers&... observers) {
  Observer* list[] = {&observers...};
  Engine({.read = read_checkpoint}).prepare(config)->train(list, {});
}

TEST(Engine, ResolvesARunWithoutTrainingIt) {
  RunConfig config = small_run();
  config.schedule = "step( every=1ep,gamma = 1/2 )";
  const RunHeader header = Engine().prepare(config)->header();
  EXPECT_EQ(header.config.schedule, "step(every=1ep, gamma=0.5)");
  EXPECT_EQ(header.parameters, 2 * 8 + 8 + 8 * 2 + 2);
  EXPECT_EQ(header.updates_per_epoch, header.train_samples / 20);
  EXPECT_EQ(header.updates, 2 * header.updates_per_epoch);
  EXPECT_EQ(header.eval_every, header.updates_per_epoch);
  EXPECT_EQ(header.base_lr, 0.01);
  EXPECT_TRUE(header.classification);
}

TEST(Engine, ComputesInThePrecisionOfTheConfig) {
  Engine engine;
  for (const Precision precision : {Precision::kFloat, Precision::kDouble}) {
    RunConfig config = small_run();
    config.precision = precision;
    const auto run = engine.prepare(config);
    EXPECT_EQ(run->header().config.precision, precision);
    Recorder recorder;
    Observer* observers[] = {&recorder};
    run->train(observers, {});
    const NamedArray& first = recorder.last_state.arrays.at(0);
    EXPECT_EQ(std::holds_alternative<std::vector<double>>(first.values),
              precision == Precision::kDouble);
  }
}

TEST(Engine, GivesARunThatCanBeTrainedAgainAndFromAState) {
  const auto run = Engine().prepare(small_run());
  EXPECT_THAT(run->layer_table(), HasSubstr("layers.0"));
  EXPECT_EQ(run->rates().lr().base(), 0.01);
  Recorder first, again, rest;
  Observer* of_first[] = {&first};
  Observer* of_again[] = {&again};
  Observer* of_rest[] = {&rest};
  run->train(of_first, {});
  run->train(of_again, {});
  EXPECT_EQ(first.last_state, again.last_state);
  run->train(of_rest, {}, &first.last_state);  // a run that is complete stays as it is
  EXPECT_TRUE(rest.updates.empty());
  EXPECT_EQ(rest.result.updates, first.result.updates);
  EXPECT_EQ(rest.result.status, RunStatus::kDone);
}

TEST(Engine, RefusesWhatCannotBeRunAndSaysWhy) {
  using Error = std::invalid_argument;
  EXPECT_THAT(preparing([](RunConfig& c) { c.batch_size = 100'000; }),
              ThrowsMessage<Error>(HasSubstr("100000")));
  EXPECT_THAT(
      preparing([](RunConfig& c) { c.batch_size = -1; }),
      ThrowsMessage<Error>(StrEq("batch_size: got -1 (give a whole number >= 1, or full)")));
  EXPECT_THAT(preparing([](RunConfig& c) { c.epochs = 0; }),
              ThrowsMessage<Error>(StrEq("epochs: got 0 (give a whole number >= 1)")));
  EXPECT_THAT(preparing([](RunConfig& c) { c.updates = 0; }),
              ThrowsMessage<Error>(StrEq("updates: got 0 (give a whole number >= 1)")));
  EXPECT_THAT(preparing([](RunConfig& c) { c.label_smoothing = 1.0; }),
              ThrowsMessage<Error>(StrEq("label_smoothing: got 1 (give a number in [0, 1))")));
  EXPECT_THAT(preparing([](RunConfig& c) {
                c.data = "teacher(n=100)";
                c.label_smoothing = 0.1;
              }),
              ThrowsMessage<Error>(HasSubstr("no classes")));
  EXPECT_THAT(preparing([](RunConfig& c) { c.clip_norm = 0.0; }),
              ThrowsMessage<Error>(StrEq("clip_norm: got 0 (give a number > 0)")));
  EXPECT_THAT(preparing([](RunConfig& c) { c.eval_every = "0it"; }),
              ThrowsMessage<Error>(HasSubstr("--eval-every: the length must be > 0, got 0it")));
  EXPECT_THAT(preparing([](RunConfig& c) { c.eval_every = "10"; }),
              ThrowsMessage<Error>(HasSubstr("10it")));
  EXPECT_THAT(preparing([](RunConfig& c) { c.schedule = "cosin"; }),
              ThrowsMessage<Error>(HasSubstr("cosine")));
  EXPECT_THAT(preparing([](RunConfig& c) { c.optimizer = "adam(lr=-1)"; }),
              ThrowsMessage<Error>(HasSubstr("lr")));
  EXPECT_THAT(preparing([](RunConfig& c) { c.optimizer = "adan"; }),
              ThrowsMessage<Error>(HasSubstr("adam")));
  EXPECT_THAT(preparing([](RunConfig& c) { c.model = "mpl(8)"; }),
              ThrowsMessage<Error>(HasSubstr("mlp")));
  EXPECT_THAT(preparing([](RunConfig& c) { c.data = "moon"; }),
              ThrowsMessage<Error>(HasSubstr("moons")));
  EXPECT_THAT(preparing([](RunConfig& c) {
                c.optimizer = "sgd(lr=0.1, momentum=0)";
                c.momentum_schedule = "cosine";
              }),
              ThrowsMessage<Error>(HasSubstr("momentum is 0")));
  EXPECT_THAT(preparing([](RunConfig& c) { c.init = "no-such-file"; }),
              ThrowsMessage<std::runtime_error>(HasSubstr("no-such-file")));
  EXPECT_THAT(
      [] {
        RunConfig config = small_run();
        config.init = "init.safetensors";
        Engine().prepare(config);  // there is nobody who reads files
      },
      ThrowsMessage<Error>(StrEq("init: init.safetensors cannot be read from here")));
}

TEST(Engine, StartsFromTheParametersThatItSaved) {
  const TemporaryFolder folder;
  RunConfig config = small_run();
  config.batch_size = RunConfig::kFullBatch;
  InitialParametersWriter writer(folder / "init.safetensors");
  Recorder first, second;
  run(config, writer, first);
  const State saved = load_state((folder / "init.safetensors").string());
  EXPECT_EQ(saved.at("layers.0.weight").shape(), Shape({8, 2}));
  EXPECT_EQ(arrays_of(saved), first.initial);

  config.init = (folder / "init.safetensors").string();
  config.seed = 5;  // would draw other parameters
  run(config, second);
  ASSERT_EQ(first.updates.size(), second.updates.size());
  for (std::size_t i = 0; i < first.updates.size(); ++i) {
    EXPECT_EQ(first.updates[i].loss, second.updates[i].loss);
  }
}

TEST(Engine, DrawsOtherBatchesUnderAnotherSeed) {
  const TemporaryFolder folder;
  RunConfig config = small_run();
  InitialParametersWriter writer(folder / "init.safetensors");
  run(config, writer);
  config.init = (folder / "init.safetensors").string();
  Recorder first, second;
  run(config, first);
  config.seed = 5;
  run(config, second);
  EXPECT_EQ(first.initial, second.initial);
  EXPECT_NE(first.updates.front().loss, second.updates.front().loss);
}

TEST(Engine, TakesACheckpointAsInitialParameters) {
  const TemporaryFolder folder;
  RunConfig config = small_run();
  config.batch_size = RunConfig::kFullBatch;
  RunFolder files(folder / "run");
  Recorder first, second;
  run(config, files, first);
  config.init = (folder / "run/checkpoint.safetensors").string();
  run(config, second);
  EXPECT_LT(second.updates.front().loss, first.updates.front().loss);

  const State state = load_state((folder / "run/checkpoint.safetensors").string());
  EXPECT_EQ(state.metadata.at("run.step"), "2");
  EXPECT_NE(state.find("layers.0.weight"), nullptr);
  EXPECT_NE(state.find("layers.0.weight.m"), nullptr);
}

// So that run.toml can say what was in it.
TEST(Engine, KnowsWhichFilesARunReadsByName) {
  const TemporaryFolder folder;
  RunConfig config = small_run();
  EXPECT_TRUE(Engine().prepare(config)->header().files.empty());
  InitialParametersWriter writer(folder / "init.safetensors");
  run(config, writer);
  config.init = (folder / "init.safetensors").string();
  const RunHeader header = Engine({.read = read_checkpoint}).prepare(config)->header();
  EXPECT_THAT(header.files, ElementsAre(*config.init));
}

TEST(Engine, WritesTheFolderOfARun) {
  const TemporaryFolder folder;
  RunFolder files(folder / "run");
  run(small_run(), files);
  for (const char* name : {"run.toml", "steps.csv", "evals.csv", "checkpoint.safetensors",
                           "checkpoint.previous.safetensors", "summary.json"}) {
    EXPECT_TRUE(fs::exists(folder / "run" / name)) << name;
  }
  EXPECT_THAT(read_text(folder / "run/summary.json"), HasSubstr(R"("status": "done")"));
}

TEST(Engine, WritesNoNanWhenARunDiverges) {
  const TemporaryFolder folder;
  RunFolder files(folder / "run");
  RunConfig config = small_run();
  config.data = "teacher(n=200)";
  config.optimizer = "sgd(lr=1e9)";
  run(config, files);
  EXPECT_THAT(read_text(folder / "run/summary.json"), HasSubstr("diverged at update "));
  for (const char* name : {"steps.csv", "evals.csv", "summary.json"}) {
    EXPECT_THAT(read_text(folder / "run" / name),
                AllOf(Not(HasSubstr("nan")), Not(HasSubstr("inf"))))
        << name;
  }
}

}}  // namespace anneal
