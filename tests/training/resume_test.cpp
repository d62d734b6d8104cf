#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/checkpoint.h"
#include "core/rng.h"
#include "core/spec/parse.h"
#include "core/storage/safetensors.h"
#include "core/text.h"
#include "optim/catalogue.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/small_run.h"

// A run that is stopped, saved to a file and continued by another process is the run that was never
// stopped, bit for bit: in all that is recorded of it, and in its last state.
namespace anneal { namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ThrowsMessage;
using testing_support::read_text;
using testing_support::TemporaryFolder;
using testing_support::write_text;

struct Case {
  std::string name;
  RunConfig config;
  bool images = false;  ///< on noise_images() instead of config.data
  bool adapts = false;  ///< a schedule that listens must have changed the rate
};

/// 48 images of 8 x 8 noise in 3 classes, changed at random in every batch.
std::shared_ptr<const DataSplit> noise_images() {
  const auto images = [](Index count, const Augmentation& augmentation) {
    Dataset data{.name = "noise", .classes = 3, .augmentation = augmentation};
    data.inputs = Tensor(Shape{count, 1, 8, 8});
    Rng rng(0, "noise images");
    for (Scalar& value : data.inputs.values()) {
      value = static_cast<Scalar>(rng.normal());
    }
    for (Index i = 0; i < count; ++i) {
      data.labels.push_back(static_cast<std::int32_t>(i % 3));
    }
    return data;
  };
  return std::make_shared<const DataSplit>(DataSplit{
      .train = images(48, {.shift = 1, .flip = true, .cutout = 2}), .validation = images(12, {})});
}

constexpr std::int64_t kUpdates = 24;
constexpr std::int64_t kEvalEvery = 3;

RunConfig base_config(const std::string& optimizer) {
  RunConfig config;
  config.data = "blobs(n=80, classes=3, noise=0.3)";
  config.model = "mlp(6)";
  config.optimizer = optimizer;
  config.schedule = "warmup(4it) then cosine";
  config.updates = kUpdates;
  config.eval_every = join_text(kEvalEvery, "it");
  config.batch_size = 8;
  config.seed = 3;
  return config;
}

/// Every optimizer with everything that a run can have and a state must hold, or need not.
std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const OptimizerEntry& entry : optimizer_catalogue()) {
    const RunConfig base = base_config(entry.signature.name);
    const auto add = [&](const std::string& name, const std::function<void(Case&)>& change) {
      Case one{.name = entry.signature.name + "." + name, .config = base};
      change(one);
      cases.push_back(std::move(one));
    };
    add("plain", [](Case&) {});
    add("plateau", [](Case& c) {
      c.config.schedule = "plateau(metric=val_loss, patience=1ev, threshold=0.9, factor=0.5)";
      c.adapts = true;
    });
    add("greedy", [](Case& c) {
      c.config.schedule =
          "warmup(2it) then greedy(metric=train_loss, patience=1ev, threshold=0.9, factor=0.5)";
      c.adapts = true;
    });
    add("accumulate", [](Case& c) {
      c.config.accumulate = 3;
      c.config.clip_norm = 1.0;
    });
    for (const std::string average :
         {"ema(decay=0.9)", "tail(start=5it, every=2it)", "lawa(every=3it)"}) {
      add(average.substr(0, average.find('(')), [&](Case& c) { c.config.average = average; });
    }
    add("images", [](Case& c) {
      c.config.model = "cnn(channels=[2], norm=batch, dropout=0.5)";
      c.images = true;
    });
    add("groups", [](Case& c) {
      c.config.groups = {"layers.0.bias: lr=0", "layers.0.*: lr=0.01, schedule=linear",
                         "layers.1.*: schedule=plateau(metric=val_loss, patience=1ev, "
                         "threshold=0.9, factor=0.5)"};
    });
  }
  return cases;
}

/// Sets cases up, with data that they share.
class Maker final {
 public:
  Trainer make(const Case& one) {
    return make_trainer(one.images ? set_up(one.config, images_) : set_up(one.config, cache_));
  }

 private:
  DataCache cache_;
  std::shared_ptr<const DataSplit> images_ = noise_images();
};

template <class T>
std::string text_of(const std::optional<T>& value) {
  return value ? to_text(*value) : "none";
}

/// All of a record, in texts that read back as the same numbers.
std::string line_of(const UpdateRecord& r) {
  std::string line = join_text("update ", r.step, ' ', r.epoch, ' ', r.lr, ' ', r.loss, ' ',
                               r.grad_norm, ' ', text_of(r.momentum), ' ', text_of(r.weight_decay));
  for (const double number : r.extra) {
    line += ' ' + to_text(number);
  }
  return line;
}

std::string line_of(const EvalRecord& r) {
  std::string line = join_text("eval ", r.step, ' ', r.epoch, ' ', text_of(r.lr), ' ', r.train_loss,
                               ' ', r.val_loss, ' ', text_of(r.val_accuracy));
  if (r.average) {
    line += join_text(' ', r.average->train_loss, ' ', r.average->val_loss, ' ',
                      text_of(r.average->val_accuracy));
  }
  return line;
}

/// Everything that observers are told, in order.
class Log final : public Observer {
 public:
  std::vector<std::string> lines = {};

  std::string from(std::size_t first) const {
    std::string text;
    for (std::size_t i = first; i < lines.size(); ++i) {
      text += lines[i] + '\n';
    }
    return text;
  }

 private:
  void on_update(const UpdateRecord& record) override { lines.push_back(line_of(record)); }
  void on_eval(const EvalRecord& record) override { lines.push_back(line_of(record)); }
};

/// A trainer that was left alone between two updates, as CheckpointWriter sees it.
class Between final : public RunView {
 public:
  explicit Between(const Trainer& trainer) : trainer_(trainer) {}
  std::int64_t step() const override { return trainer_.step(); }
  bool at_end() const override { return true; }
  NamedArrays parameters() const override { return arrays_of(trainer_.judged()); }
  std::optional<NamedArrays> average() const override { return std::nullopt; }
  NamedArrays state() const override { return arrays_of(trainer_.state()); }

 private:
  const Trainer& trainer_;
};

std::string bytes_of(const Trainer& trainer) {
  return encode_safetensors(arrays_of(trainer.state()));
}

/// Trains to the end.
Log finish(Trainer& trainer) {
  Log log;
  Observer* observers[] = {&log};
  train(trainer, observers, {});
  return log;
}

/// Where runs are stopped: after an update that no evaluation follows or has followed, and between
/// an update and the evaluation that is due.
struct Stop {
  std::int64_t step = 0;
  bool before_due_evaluation = false;
};

std::vector<Stop> stops_of(std::size_t index) {
  Rng rng(index, "stops");
  return {
      {.step = 1 + rng.below(kUpdates - 1)},
      {.step = kEvalEvery * (1 + rng.below(kUpdates / kEvalEvery)), .before_due_evaluation = true}};
}

/// Trains until `stop`; returns how many records there were.
std::size_t train_until(const Stop& stop, Trainer& trainer) {
  trainer.evaluate();
  std::size_t records = 1;
  while (trainer.step() < stop.step) {
    trainer.update();
    ++records;
    const bool skip = stop.before_due_evaluation && trainer.step() == stop.step;
    if (trainer.evaluation_due() && !skip) {
      trainer.evaluate();
      ++records;
    }
  }
  EXPECT_EQ(trainer.evaluation_due(), stop.before_due_evaluation);
  return records;
}

std::string file_of(std::size_t index, std::size_t stop) {
  return join_text(index, '-', stop, ".safetensors");
}

constexpr const char* kFolderVariable = "ANNEAL_RESUME_FOLDER";

/// This program once more, from its main() on; its exit code.
int run_child(const fs::path& folder) {
  const pid_t child = fork();
  if (child == 0) {
    setenv(kFolderVariable, folder.c_str(), 1);
    unsetenv("GTEST_OUTPUT");
    const std::string log = (folder / "child.log").string();
    if (std::freopen(log.c_str(), "w", stdout) == nullptr) {
      _exit(3);
    }
    execl("/proc/self/exe", "resume_test", "--gtest_also_run_disabled_tests",
          "--gtest_filter=Resume.DISABLED_GoesOnFromAllFiles", static_cast<char*>(nullptr));
    _exit(4);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

// The other process: loads each file into a trainer that has made no update, and trains to the end.
TEST(Resume, DISABLED_GoesOnFromAllFiles) {
  const char* variable = std::getenv(kFolderVariable);
  if (variable == nullptr) {
    GTEST_SKIP() << "is started by Resume.InAnotherProcessIsTheRunThatWasNeverStopped";
  }
  const fs::path folder = variable;
  const std::vector<Case> cases = all_cases();
  Maker maker;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    for (std::size_t k = 0; k < stops_of(i).size(); ++k) {
      const fs::path file = folder / file_of(i, k);
      Trainer trainer = maker.make(cases[i]);
      trainer.load(state_from(read_checkpoint(file)));
      EXPECT_EQ(trainer.step(), stops_of(i)[k].step);
      write_text(file.string() + ".records", finish(trainer).from(0));
      write_text(file.string() + ".end", bytes_of(trainer));
    }
  }
}

TEST(Resume, InAnotherProcessIsTheRunThatWasNeverStopped) {
  const TemporaryFolder folder;
  const std::vector<Case> cases = all_cases();
  struct Expected {
    std::string records, end;
  };
  std::vector<std::vector<Expected>> expected(cases.size());
  Maker maker;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Trainer whole = maker.make(cases[i]);
    const Log log = finish(whole);
    ASSERT_EQ(whole.step(), kUpdates) << cases[i].name;
    if (cases[i].adapts) {
      EXPECT_NE(whole.rates().lr().feedback().tracks.at(0).changes.size(), 0U) << cases[i].name;
    }
    for (const Stop& stop : stops_of(i)) {
      Trainer stopped = maker.make(cases[i]);
      // A random stop falls on an evaluation too: then that has been made.
      const std::size_t records = train_until(stop, stopped);
      CheckpointWriter(folder / file_of(i, expected[i].size()), false).pause(Between(stopped));
      expected[i].push_back({.records = log.from(records), .end = bytes_of(whole)});
    }
  }

  ASSERT_EQ(run_child(folder.path()), 0) << read_text(folder / "child.log");
  for (std::size_t i = 0; i < cases.size(); ++i) {
    for (std::size_t k = 0; k < expected[i].size(); ++k) {
      const std::string file = (folder / file_of(i, k)).string();
      const std::string what = join_text(cases[i].name, " from update ", stops_of(i)[k].step);
      ASSERT_EQ(read_text(file + ".records"), expected[i][k].records) << what;
      ASSERT_TRUE(read_text(file + ".end") == expected[i][k].end) << what;
    }
  }
}

TEST(Resume, IntoTheRunThatTheStateCameFromChangesNothing) {
  Maker maker;
  const std::vector<Case> cases = all_cases();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    Trainer trainer = maker.make(cases[i]);
    Trainer left_alone = maker.make(cases[i]);
    train_until(stops_of(i)[0], trainer);
    train_until(stops_of(i)[0], left_alone);
    trainer.load(trainer.state());
    EXPECT_EQ(finish(trainer).from(0), finish(left_alone).from(0)) << cases[i].name;
    EXPECT_TRUE(bytes_of(trainer) == bytes_of(left_alone)) << cases[i].name;
  }
}

// An interrupted run and one that is complete give the same state as train() tells its observers.
TEST(Resume, GoesOnFromWhatAnInterruptedRunHands) {
  Maker maker;
  const Case one{.name = "sgd", .config = base_config("sgd(lr=0.1, momentum=0.9)")};
  Trainer whole = maker.make(one);
  const Log log = finish(whole);
  Trainer stopped = maker.make(one);
  std::stop_source source;
  Recorder recorder;
  recorder.on_each_update = [&](const UpdateRecord& update) {
    if (update.step == 7) {
      source.request_stop();
    }
  };
  Observer* observers[] = {&recorder};
  EXPECT_EQ(train(stopped, observers, source.get_token()).status, RunStatus::kInterrupted);
  Trainer fresh = maker.make(one);
  fresh.load(state_from(recorder.last_state));
  EXPECT_EQ(finish(fresh).from(0), log.from(recorder.updates.size() + recorder.evals.size()));
  EXPECT_TRUE(bytes_of(fresh) == bytes_of(whole));
}

TEST(Resume, OfADivergedRunStaysDiverged) {
  Maker maker;
  Case one{.name = "diverges", .config = base_config("sgd(lr=1e9)")};
  one.config.data = "teacher(n=80)";
  Trainer trainer = maker.make(one);
  finish(trainer);
  ASSERT_TRUE(trainer.diverged_at().has_value());
  Trainer fresh = maker.make(one);
  fresh.load(trainer.state());
  EXPECT_TRUE(fresh.done());
  EXPECT_EQ(fresh.diverged_at(), trainer.diverged_at());
  EXPECT_FALSE(fresh.evaluation_due());
  EXPECT_THROW(fresh.update(), std::logic_error);
}

/// The state of a run of `config` after 5 updates.
State some_state(const RunConfig& config) {
  Trainer trainer = make_trainer(set_up_alone(config));
  train_until({.step = 5}, trainer);
  return trainer.state();
}

auto loading(const RunConfig& config, const State& state) {
  return [config, state] { make_trainer(set_up_alone(config)).load(state); };
}

// load() says what does not fit, under the name that it has in the state.
TEST(Resume, RefusesAStateThatDoesNotFitByName) {
  using Runtime = std::runtime_error;
  const RunConfig sgd = base_config("sgd(lr=0.1, momentum=0.9)");
  const State state = some_state(sgd);
  EXPECT_NO_THROW(loading(sgd, state)());

  RunConfig other = sgd;
  other.optimizer = "adam";
  EXPECT_THAT(loading(other, state),
              ThrowsMessage<Runtime>(AllOf(HasSubstr("adam"), HasSubstr("sgd"))));
  other = sgd;
  other.model = "mlp(7)";
  EXPECT_THAT(loading(other, state),
              ThrowsMessage<Runtime>(HasSubstr("layers.0.weight.momentum\" must have shape")));
  other.optimizer = "sgd(lr=0.1)";  // keeps nothing for a parameter: the parameters do not fit
  EXPECT_THAT(loading(other, some_state(base_config("sgd(lr=0.1)"))),
              ThrowsMessage<std::invalid_argument>(HasSubstr("layers.0.weight")));
  other = sgd;
  other.model = "mlp(6, 6)";
  EXPECT_THAT(loading(other, state), ThrowsMessage<Runtime>(HasSubstr("layers.")));
  other = sgd;
  other.average = "ema(decay=0.9)";
  EXPECT_THAT(loading(other, state), ThrowsMessage<Runtime>(HasSubstr("ema")));
  other = sgd;
  other.schedule = "plateau";
  EXPECT_THAT(loading(other, state),
              ThrowsMessage<Runtime>(HasSubstr("state: has no schedule.lr")));
  const State with_one = some_state(other);
  other.schedule = "plateau(for=10it) then plateau";
  EXPECT_THAT(loading(other, with_one),
              ThrowsMessage<Runtime>(HasSubstr("schedule.lr has 1 metric-driven pieces")));
  other = sgd;
  other.updates = 4;
  EXPECT_THAT(loading(other, state), ThrowsMessage<std::invalid_argument>(HasSubstr(
                                         "state: was taken after 5 updates, and this run has 4")));
}

TEST(Resume, RefusesDamagedCountersByName) {
  using Runtime = std::runtime_error;
  const RunConfig config = base_config("sgd(lr=0.1)");
  const State state = some_state(config);
  const auto with = [&](const std::string& key, const std::string& text) {
    State damaged = state;
    damaged.metadata[key] = text;
    return loading(config, damaged);
  };
  for (const std::string key : {"run.step", "run.evaluated_at", "run.last_lr"}) {
    State without = state;
    without.metadata.erase(key);
    EXPECT_THAT(loading(config, without), ThrowsMessage<Runtime>(HasSubstr("has no " + key)));
    EXPECT_THAT(with(key, "five"), ThrowsMessage<Runtime>(HasSubstr(key + " is no number: five")));
  }
  EXPECT_THAT(with("run.diverged_at", ""), ThrowsMessage<Runtime>(HasSubstr("run.diverged_at")));
  EXPECT_THAT(with("run.step", "-1"), ThrowsMessage<std::invalid_argument>(HasSubstr("-1")));
  State without = state;
  std::erase_if(without.tensors, [](const NamedTensor& t) { return t.name == "layers.1.bias"; });
  EXPECT_THAT(loading(config, without),
              ThrowsMessage<std::invalid_argument>(HasSubstr("layers.1.bias")));
}

// What a run's own counters are: with one more member in Trainer::Progress,
//     const auto& [step, evaluated_at, last_lr, diverged_at, loss] = progress_;
// in Trainer::state(), and its twin in load(), say "only 5 names provided for structured binding,
// while Trainer::Progress decomposes into 6 elements". What a part adds to the metadata shows here.
std::vector<std::string> keys_of_the_run(const std::function<void(RunConfig&)>& change) {
  RunConfig config = base_config("sgd(lr=0.1, momentum=0.9)");
  change(config);
  const Trained run = trained(config);
  std::vector<std::string> keys;
  for (const auto& [key, text] : run.recorder.last_state.metadata) {
    if (!key.starts_with("layers.")) {  // one for each parameter
      keys.push_back(key);
    }
  }
  return keys;
}

TEST(Resume, AStateHasExactlyTheseCounters) {
  EXPECT_THAT(
      keys_of_the_run([](RunConfig&) {}),
      ElementsAre("optimizer", "optimizer.updates", "run.below_limit_at", "run.evaluated_at",
                  "run.last_lr", "run.loss_limit", "run.smoothed_loss", "run.step"));
  EXPECT_THAT(keys_of_the_run([](RunConfig& c) { c.optimizer = "prodigy"; }),
              testing::Contains("optimizer.d"));
  EXPECT_THAT(
      keys_of_the_run([](RunConfig& c) {
        c.schedule = "plateau";
        c.groups = {"layers.0.*: schedule=greedy"};
        c.momentum_schedule = "plateau(factor=0.5)";
      }),
      ElementsAre("optimizer", "optimizer.updates", "run.below_limit_at", "run.evaluated_at",
                  "run.last_lr", "run.loss_limit", "run.smoothed_loss", "run.step", "schedule.lr",
                  "schedule.lr:layers.0.*", "schedule.momentum"));
  for (const std::string average : {"ema", "tail", "lawa"}) {
    EXPECT_THAT(
        keys_of_the_run([&](RunConfig& c) { c.average = average; }),
        testing::UnorderedElementsAre("optimizer", "optimizer.updates", average + ".updates",
                                      "run.below_limit_at", "run.evaluated_at", "run.last_lr",
                                      "run.loss_limit", "run.smoothed_loss", "run.step"));
  }
  Trainer diverges = make_trainer(set_up_alone(base_config("sgd(lr=1e30)")));
  finish(diverges);
  EXPECT_EQ(diverges.state().metadata.contains("run.diverged_at"),
            diverges.diverged_at().has_value());
}

}}  // namespace anneal
