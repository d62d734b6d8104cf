#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/run_folder.h"
#include "apps/training/scalar_engine.h"
#include "tests/support/state_files.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/recorder.h"

namespace anneal { namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ThrowsMessage;
using testing_support::read_text;
using testing_support::TemporaryFolder;

RunConfig small_run() {
  RunConfig config;
  config.data = "moons(n=120)";
  config.model = "mlp(8)";
  config.optimizer = "adam(lr=0.01)";
  config.schedule = "cosine";
  config.epochs = 2;
  config.batch_size = 20;
  return config;
}

template <class Change>
auto validating(Change change) {
  return [change] {
    RunConfig config = small_run();
    change(config);
    make_engine_of_this_precision()->validate(config);
  };
}

TEST(Engine, ResolvesARunWithoutTrainingIt) {
  RunConfig config = small_run();
  config.schedule = "step( every=1ep,gamma = 1/2 )";
  const RunHeader header = make_engine_of_this_precision()->validate(config);
  EXPECT_EQ(header.schedule, "step(every=1ep, gamma=0.5)");
  EXPECT_EQ(header.parameters, 2 * 8 + 8 + 8 * 2 + 2);
  EXPECT_EQ(header.updates_per_epoch, header.train_samples / 20);
  EXPECT_EQ(header.updates, 2 * header.updates_per_epoch);
  EXPECT_EQ(header.eval_every, header.updates_per_epoch);
  EXPECT_EQ(header.base_lr, 0.01);
  EXPECT_TRUE(header.classification);
}

TEST(Engine, RefusesWhatCannotBeRunAndSaysWhy) {
  using Error = std::invalid_argument;
  EXPECT_THAT(validating([](RunConfig& c) { c.batch_size = 100'000; }),
              ThrowsMessage<Error>(HasSubstr("100000")));
  EXPECT_THAT(validating([](RunConfig& c) { c.batch_size = -1; }),
              ThrowsMessage<Error>(HasSubstr("batch size")));
  EXPECT_THAT(validating([](RunConfig& c) { c.epochs = 0; }),
              ThrowsMessage<Error>(HasSubstr("epochs")));
  EXPECT_THAT(validating([](RunConfig& c) { c.updates = 0; }),
              ThrowsMessage<Error>(HasSubstr("updates")));
  EXPECT_THAT(validating([](RunConfig& c) { c.label_smoothing = 1.0; }),
              ThrowsMessage<Error>(HasSubstr("label smoothing")));
  EXPECT_THAT(validating([](RunConfig& c) {
                c.data = "teacher(n=100)";
                c.label_smoothing = 0.1;
              }),
              ThrowsMessage<Error>(HasSubstr("no classes")));
  EXPECT_THAT(validating([](RunConfig& c) { c.clip_norm = 0.0; }),
              ThrowsMessage<Error>(HasSubstr("clip norm")));
  EXPECT_THAT(validating([](RunConfig& c) { c.eval_every = "0it"; }),
              ThrowsMessage<Error>(HasSubstr("eval every")));
  EXPECT_THAT(validating([](RunConfig& c) { c.eval_every = "10"; }),
              ThrowsMessage<Error>(HasSubstr("10it")));
  EXPECT_THAT(validating([](RunConfig& c) { c.schedule = "cosin"; }),
              ThrowsMessage<Error>(HasSubstr("cosine")));
  EXPECT_THAT(validating([](RunConfig& c) { c.optimizer = "adam(lr=-1)"; }),
              ThrowsMessage<Error>(HasSubstr("lr")));
  EXPECT_THAT(validating([](RunConfig& c) { c.optimizer = "adan"; }),
              ThrowsMessage<Error>(HasSubstr("adam")));
  EXPECT_THAT(validating([](RunConfig& c) { c.model = "mpl(8)"; }),
              ThrowsMessage<Error>(HasSubstr("mlp")));
  EXPECT_THAT(validating([](RunConfig& c) { c.data = "moon"; }),
              ThrowsMessage<Error>(HasSubstr("moons")));
  EXPECT_THAT(validating([](RunConfig& c) {
                c.optimizer = "sgd(lr=0.1, momentum=0)";
                c.momentum_schedule = "cosine";
              }),
              ThrowsMessage<Error>(HasSubstr("momentum is 0")));
  EXPECT_THAT(validating([](RunConfig& c) { c.init = "no-such-file"; }),
              ThrowsMessage<std::runtime_error>(HasSubstr("no-such-file")));
  EXPECT_THAT(validating([](RunConfig& c) { c.save_init = "/no/such/folder/init.safetensors"; }),
              ThrowsMessage<Error>(HasSubstr("/no/such/folder")));
}

TEST(Engine, StartsFromTheParametersThatItSaved) {
  const TemporaryFolder folder;
  const auto engine = make_engine_of_this_precision();
  RunConfig config = small_run();
  config.batch_size = RunConfig::kFullBatch;
  config.save_init = folder / "init.safetensors";
  Recorder first, second;
  Observer* of_first[] = {&first};
  engine->run(config, of_first, {});
  const State saved = load_state(config.save_init->string());
  EXPECT_EQ(saved.at("layers.0.weight").shape(), Shape({8, 2}));

  config.init = config.save_init;
  config.save_init.reset();
  config.seed = 5;  // would draw other parameters
  Observer* of_second[] = {&second};
  engine->run(config, of_second, {});
  ASSERT_EQ(first.updates.size(), second.updates.size());
  for (std::size_t i = 0; i < first.updates.size(); ++i) {
    EXPECT_EQ(first.updates[i].loss, second.updates[i].loss);
  }
}

TEST(Engine, DrawsOtherBatchesUnderAnotherSeed) {
  const TemporaryFolder folder;
  const auto engine = make_engine_of_this_precision();
  RunConfig config = small_run();
  config.save_init = folder / "init.safetensors";
  engine->run(config, {}, {});
  config.init = config.save_init;
  config.save_init.reset();
  Recorder first, second;
  Observer* of_first[] = {&first};
  engine->run(config, of_first, {});
  config.seed = 5;
  Observer* of_second[] = {&second};
  engine->run(config, of_second, {});
  EXPECT_NE(first.updates.front().loss, second.updates.front().loss);
}

TEST(Engine, TakesACheckpointAsInitialParameters) {
  const TemporaryFolder folder;
  const auto engine = make_engine_of_this_precision();
  RunConfig config = small_run();
  config.batch_size = RunConfig::kFullBatch;
  RunFolder run(folder / "run");
  Recorder first, second;
  Observer* of_first[] = {&run, &first};
  engine->run(config, of_first, {});
  config.init = folder / "run/checkpoint.safetensors";
  Observer* of_second[] = {&second};
  engine->run(config, of_second, {});
  EXPECT_LT(second.updates.front().loss, first.updates.front().loss);

  const State state = load_state((folder / "run/checkpoint.safetensors").string());
  EXPECT_EQ(state.metadata.at("run.step"), "2");
  EXPECT_NE(state.find("layers.0.weight"), nullptr);
  EXPECT_NE(state.find("layers.0.weight.m"), nullptr);
}

TEST(Engine, WritesTheFolderOfARun) {
  const TemporaryFolder folder;
  RunFolder run(folder / "run");
  Observer* observers[] = {&run};
  make_engine_of_this_precision()->run(small_run(), observers, {});
  for (const char* name : {"run.toml", "steps.csv", "evals.csv", "checkpoint.safetensors",
                           "checkpoint.previous.safetensors", "summary.json"}) {
    EXPECT_TRUE(fs::exists(folder / "run" / name)) << name;
  }
  EXPECT_THAT(read_text(folder / "run/summary.json"), HasSubstr(R"("status": "done")"));
}

TEST(Engine, WritesNoNanWhenARunDiverges) {
  const TemporaryFolder folder;
  RunFolder run(folder / "run");
  Observer* observers[] = {&run};
  RunConfig config = small_run();
  config.data = "teacher(n=200)";
  config.optimizer = "sgd(lr=1e9)";
  make_engine_of_this_precision()->run(config, observers, {});
  EXPECT_THAT(read_text(folder / "run/summary.json"), HasSubstr("diverged at update "));
  for (const char* name : {"steps.csv", "evals.csv", "summary.json"}) {
    EXPECT_THAT(read_text(folder / "run" / name),
                AllOf(Not(HasSubstr("nan")), Not(HasSubstr("inf"))))
        << name;
  }
}

}}  // namespace anneal
