#include <cmath>
#include <limits>
#include <type_traits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/checkpoint.h"
#include "apps/records/run_folder.h"
#include "core/storage/safetensors.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/small_run.h"

// What is kept of a run: the model as it is judged, finite, when it was asked for.
namespace anneal { namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;
using testing_support::read_text;
using testing_support::TemporaryFolder;
using testing_support::write_text;

namespace fs = std::filesystem;

RunResult run_into(const fs::path& folder, const RunConfig& config) {
  Trainer trainer = make_trainer(set_up_alone(config, {.read = read_checkpoint}));
  RunFolder files(folder);
  Observer* observers[] = {&files};
  return train(trainer, observers, {});
}

State state_in(const fs::path& file) {
  return state_from(read_checkpoint(file));
}

RunConfig spirals(const std::string& optimizer) {
  RunConfig config;
  config.data = "spirals";
  config.model = "mlp(8)";
  config.optimizer = optimizer;
  config.updates = 200;
  config.eval_every = "1it";
  return config;
}

TEST(KeptState, OfAScheduleFreeRunIsTheModelThatWasJudged) {
  for (const char* rule : {"schedule_free_sgd(lr=0.5)", "schedule_free_adamw(lr=0.05)"}) {
    const TemporaryFolder folder;
    RunConfig config = small_run();
    config.optimizer = rule;
    const RunResult result = run_into(folder / "run", config);

    config.init = (folder / "run/checkpoint.safetensors").string();
    config.optimizer = "sgd(lr=0)";
    const RunResult again = run_into(folder / "again", config);
    EXPECT_EQ(again.final_eval()->val_loss, result.final_eval()->val_loss) << rule;
    EXPECT_EQ(again.final_eval()->train_loss, result.final_eval()->train_loss) << rule;
  }
}

TEST(KeptState, OfAScheduleFreeRunHasTheGradientPointBesideIt) {
  RunConfig config = small_run();
  config.optimizer = "schedule_free_sgd(lr=0.5)";
  const Trained run = trained(config);
  const State state = run.trainer.state();
  EXPECT_EQ(elements(state, "layers.0.weight.y"), elements(run.after, "layers.0.weight"));
  EXPECT_NE(elements(state, "layers.0.weight"), elements(run.after, "layers.0.weight"));
  EXPECT_EQ(state.find("layers.0.weight.x"), nullptr);
}

// All weights of this run are finite or its loss is not; a dead unit would hide an infinity.
TEST(KeptState, OfARunThatDivergesHasNoInfinity) {
  for (const char* optimizer : {"sgd(lr=1e20)", "sgd(lr=1e38)"}) {
    const TemporaryFolder folder;
    const RunResult result = run_into(folder / "run", spirals(optimizer));
    if (std::is_same_v<Scalar, float>) {
      EXPECT_EQ(result.status, RunStatus::kDiverged) << optimizer;
    }
    for (const char* file : {"checkpoint.safetensors", "checkpoint.previous.safetensors"}) {
      if (!fs::exists(folder / "run" / file)) {
        continue;
      }
      for (const NamedTensor& tensor : state_in(folder / "run" / file).tensors) {
        EXPECT_TRUE(all_finite(tensor.value)) << optimizer << ' ' << file << ' ' << tensor.name;
      }
    }
    EXPECT_TRUE(fs::exists(folder / "run/checkpoint.safetensors")) << optimizer;
  }
}

TEST(KeptState, OfARunThatDivergesAtOnceIsWhereItBegan) {
  const TemporaryFolder folder;
  RunConfig config = spirals("sgd(lr=1e38)");
  config.eval_every = "50it";
  if (std::is_same_v<Scalar, double>) {
    config.optimizer = "sgd(lr=1e308)";
  }
  const RunSetup setup = set_up_alone(config);
  const RunResult result = run_into(folder / "run", config);
  EXPECT_EQ(result.status, RunStatus::kDiverged);
  const State state = state_in(folder / "run/checkpoint.safetensors");
  EXPECT_EQ(state.metadata.at("run.step"), "0");
  EXPECT_EQ(elements(state, "layers.0.weight"),
            elements(state_of(*initial_model(setup)), "layers.0.weight"));
}

TEST(KeptState, AnEvaluationOfInfiniteWeightsIsADivergenceEvenIfNoLossShowsIt) {
  Trainer trainer = make_trainer(set_up_alone(small_run()));
  trainer.update();
  ASSERT_TRUE(trainer.evaluate().has_value());
  trainer.update();
  // A unit whose input is always negative: relu hides what follows.
  for (const NamedParameter& parameter : trainer.objective().parameters()) {
    Tensor& values = Var(parameter.var).mutable_value();
    if (parameter.name == "layers.0.bias") {
      values.data()[0] = -std::numeric_limits<Scalar>::infinity();
    }
  }
  EXPECT_TRUE(trainer.judge().is_finite());
  EXPECT_FALSE(trainer.is_finite());
  EXPECT_FALSE(trainer.evaluate().has_value());
  EXPECT_EQ(trainer.diverged_at(), 1);
}

TEST(KeptState, AsInitialParametersMustBeFinite) {
  const TemporaryFolder folder;
  State state = state_of(*initial_model(set_up_alone(small_run())));
  state.tensors[1].value.data()[0] = std::numeric_limits<Scalar>::quiet_NaN();
  save_safetensors(arrays_of(state), (folder / "bad.safetensors").string());
  RunConfig config = small_run();
  config.init = (folder / "bad.safetensors").string();
  EXPECT_THAT(
      [&] { set_up_alone(config, {.read = read_checkpoint}); },
      ThrowsMessage<std::invalid_argument>(HasSubstr("bad.safetensors: layers.0.bias holds nan")));
}

/// The steps at which a run is kept.
struct KeepsSteps final : Observer {
  std::vector<std::int64_t> steps = {};

 private:
  void on_pause(const RunView& run) override { steps.push_back(run.step()); }
};

std::vector<std::int64_t> kept_steps(const std::string& every) {
  RunConfig config = small_run();
  config.updates = 12;
  config.eval_every = "4it";
  config.checkpoint_every = every;
  Trainer trainer = make_trainer(set_up_alone(config));
  KeepsSteps keeps;
  Observer* observers[] = {&keeps};
  train(trainer, observers, {});
  return keeps.steps;
}

TEST(KeptState, IsAskedForInUpdatesEpochsOrShares) {
  EXPECT_THAT(kept_steps("5it"), ElementsAre(5, 10, 12));
  EXPECT_THAT(kept_steps("25%"), ElementsAre(3, 6, 9, 12));
  EXPECT_THAT(kept_steps("0.5ep"), ElementsAre(6, 12));  // an epoch has 12 updates
  EXPECT_THAT(kept_steps("100ep"), ElementsAre(12));
}

TEST(KeptState, ABareNumberOfUpdatesIsRefusedForEveryInterval) {
  RunConfig config = small_run();
  config.checkpoint_every = "100";
  EXPECT_THAT([&] { set_up_alone(config); },
              ThrowsMessage<std::invalid_argument>(HasSubstr(
                  "--checkpoint-every: 100 what? write 100it (updates), 100ep (epochs)")));
  config = small_run();
  config.eval_every = "100";
  EXPECT_THAT([&] { set_up_alone(config); },
              ThrowsMessage<std::invalid_argument>(
                  HasSubstr("--eval-every: 100 what? write 100it (updates), 100ep (epochs)")));
  for (const char* text : {"nan", "inf", "-5it", "cosine", "0.001%", "1.5it", "10 ep", "("}) {
    config.eval_every = text;
    EXPECT_THAT([&] { set_up_alone(config); },
                ThrowsMessage<std::invalid_argument>(HasSubstr("--eval-every")))
        << text;
  }
}

}}  // namespace anneal
