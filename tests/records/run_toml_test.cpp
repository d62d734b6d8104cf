#include "apps/records/run_toml.h"

#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/run/settings.h"
#include "tests/support/temporary_folder.h"

namespace anneal { namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::ThrowsMessage;
using testing_support::TemporaryFolder;

/// Every setting with a value that is not its default; `updates` is left out, which stands instead
/// of `epochs`.
RunConfig all_set() {
  RunConfig config;
  config.data = R"(csv(path="a \"b\"\\c.csv"))";
  config.model = "mlp(3)";
  config.optimizer = "adam(lr=0.003)";
  config.schedule = "warmup(5%) then cosine";
  config.momentum_schedule = "linear";
  config.weight_decay_schedule = "cosine";
  config.groups = {"layers.0.*: lr=0.1, schedule=linear", "*.bias: weight_decay=0"};
  config.epochs = 7;
  config.batch_size = RunConfig::kFullBatch;
  config.accumulate = 2;
  config.seed = 9223372036854775807U;  // the largest that a file holds
  config.eval_every = "10%";
  config.checkpoint_every = "20%";
  config.log_every = "5it";
  config.label_smoothing = 0.1;
  config.clip_norm = 2.0;
  config.clip_value = 1.0 / 3.0;
  config.average = "ema(decay=0.99)";
  config.init = "a folder/init.safetensors";
  config.precision = Precision::kDouble;
  return config;
}

RunHeader header_with(const RunConfig& config) {
  RunHeader header{.config = config};
  header.data_hash = "0123456789abcdef";
  header.base_lr = 1.0;
  return header;
}

TEST(RunToml, QuotesTextsAndKeepsFloatsFloats) {
  RunHeader header;
  header.config.schedule = "table(file=\"a\\b\")";
  header.config.batch_size = RunConfig::kFullBatch;
  header.config.clip_norm = 2.0;
  header.base_lr = 1.0;
  EXPECT_THAT(run_toml(header, {}),
              AllOf(HasSubstr("schedule = \"table(file=\\\"a\\\\b\\\")\"\n"),
                    HasSubstr("batch_size = \"full\"\n"), HasSubstr("clip_norm = 2.0\n"),
                    HasSubstr("base_lr = 1.0\n"), HasSubstr("epochs = 10\n"),
                    HasSubstr("[resolved]\n"), HasSubstr("[build]\n"), HasSubstr("simd = \"")));
}

TEST(RunToml, ReadsBackAsTheSameConfig) {
  const TemporaryFolder folder;
  RunConfig with_updates;
  with_updates.updates = 123;
  for (const RunConfig& config : {RunConfig(), all_set(), with_updates}) {
    const RecordedRun read =
        read_run_toml(folder.write("run.toml", run_toml(header_with(config), {"anneal", "train"})));
    EXPECT_EQ(read.config, config);
    EXPECT_EQ(read.data_hash, "0123456789abcdef");
    EXPECT_TRUE(read.files.empty());
  }
  for (const Setting& setting : run_settings()) {  // nobody has forgotten to set a new one here
    if (setting.parameter.name != "updates") {
      EXPECT_NE(value_of(all_set(), setting), value_of(RunConfig(), setting))
          << setting.parameter.name;
    }
  }
}

TEST(RunToml, SaysOneLength) {
  RunHeader header;
  EXPECT_THAT(run_toml(header, {}), HasSubstr("\nepochs = 10\n"));
  header.config.updates = 5;
  EXPECT_THAT(run_toml(header, {}),
              AllOf(HasSubstr("\nupdates = 5\n"), Not(HasSubstr("epochs ="))));
}

TEST(RunToml, WritesTheSettingsInTheirOrderAndTheDefaultsOfCalls) {
  RunHeader header;
  header.expanded = {{"model", "mlp(256, 128, activation=relu)"}};
  header.warnings = {"one", "it's two"};
  const std::string text = run_toml(header, {"anneal", "it's"});
  std::size_t last = text.find("\n[run]\n");
  for (const char* name : {"\ndata =", "\nmodel =", "\noptimizer =", "\nschedule =", "\nseed ="}) {
    EXPECT_GT(text.find(name), last) << name;
    last = text.find(name);
  }
  EXPECT_THAT(text, AllOf(HasSubstr("\n[expanded]\nmodel = \"mlp(256, 128, activation=relu)\"\n"),
                          HasSubstr("it's two"), HasSubstr(R"(command = "anneal 'it'\\''s'")")));
}

TEST(RunToml, WrittenByHandHasTheDefaultsOfWhatIsMissing) {
  const TemporaryFolder folder;
  const RecordedRun read = read_run_toml(folder.write(
      "run.toml", "[run]\nclip_norm = 1   # a whole number is a number\nepochs = 3\n"));
  RunConfig expected;
  expected.clip_norm = 1.0;
  expected.epochs = 3;
  EXPECT_EQ(read.config, expected);
  EXPECT_EQ(read.data_hash, "");
  EXPECT_EQ(read_run_toml(folder.write("run.toml", "[run]\n")).config, RunConfig());
  EXPECT_EQ(
      read_run_toml(folder.write("run.toml", "[run]\nbatch_size = \"full\"\n")).config.batch_size,
      RunConfig::kFullBatch);
}

TEST(RunToml, RefusesWhatItCannotUseWithFileAndLine) {
  const TemporaryFolder folder;
  const auto refuses = [&](const std::string& text, const std::string& message) {
    const fs::path file = folder.write("run.toml", text);
    EXPECT_THAT([&] { read_run_toml(file); },
                ThrowsMessage<std::runtime_error>(HasSubstr(file.string() + ": " + message)))
        << text;
  };
  refuses("[run]\nepochs = 1\nbatchsize = 64\n",
          "line 3: unknown setting batchsize (did you mean batch_size?)");
  refuses("[run]\nepochs = \"many\"\n", "line 2: epochs: got many (give a whole number >= 1)");
  refuses("[run]\nepochs = 1.5\n", "line 2: epochs: got 1.5 (give a whole number >= 1)");
  refuses("[run]\nepochs = 0\n", "line 2: epochs: got 0 (give a whole number >= 1)");
  refuses("[run]\nclip_norm = nan\n", "line 2: clip_norm: got nan (give a number > 0)");
  refuses("[run]\nseed = -1\n", "line 2: seed: got -1 (give a whole number >= 0 and < 2^63)");
  refuses("[run]\nmodel = 3\n", "line 2: model: got 3 (give a text)");
  refuses("[run]\ngroups = \"*: lr=1\"\n", "line 2: groups: got *: lr=1 (give a");
  refuses("[run]\nmodel = true\n", "line 2: model: is neither a text, a number nor a list");
  refuses("[run]\ngroups = [\"*: lr=1\", 2]\n", "line 2: groups: is neither");
  refuses("[run]\nprecision = \"half\"\n",
          "line 2: precision: got half (give one of: float, double)");
  refuses("[run]\nepochs = = 1\n", "line 2: ");
  refuses("[run\n", "line 1: ");
  refuses("[resolved]\nupdates = 3\n", "has no table [run] (it is no run.toml)");
  refuses("run = 3\n", "has no table [run] (it is no run.toml)");
  refuses("", "has no table [run]");
  EXPECT_THAT([&] { read_run_toml(folder / "missing.toml"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("missing.toml")));
}

TEST(RunToml, KnowsWhatWasInTheFilesThatTheRunReads) {
  const TemporaryFolder folder;
  const std::string init = folder.write("init.safetensors", "some bytes").string();
  RunHeader header = header_with({});
  header.files = {init};
  const RecordedRun read = read_run_toml(folder.write("run.toml", run_toml(header, {})));
  ASSERT_THAT(read.files, ElementsAre(Pair(init, testing::MatchesRegex("[0-9a-f]{16}"))));
  EXPECT_NO_THROW(check_unchanged(read, header));

  folder.write("init.safetensors", "other bytes");
  EXPECT_THAT([&] { check_unchanged(read, header); },
              ThrowsMessage<std::runtime_error>(
                  AllOf(HasSubstr(init), HasSubstr("is not what it was when the run was made"))));
  RecordedRun without = read;
  without.files.clear();
  EXPECT_NO_THROW(check_unchanged(without, header));
}

TEST(RunToml, KnowsTheDataThatTheRunWasMadeOn) {
  const RunHeader then = header_with({});
  const RecordedRun recorded{.config = then.config, .data_hash = then.data_hash, .files = {}};
  RunHeader now = then;
  EXPECT_NO_THROW(check_unchanged(recorded, now));
  now.data_hash = "fedcba9876543210";
  EXPECT_THAT([&] { check_unchanged(recorded, now); },
              ThrowsMessage<std::runtime_error>(
                  HasSubstr("fashion-mnist is not what it was when the run was made: data_hash "
                            "fedcba9876543210 instead of 0123456789abcdef")));
  RecordedRun unknown = recorded;
  unknown.data_hash = "";
  EXPECT_NO_THROW(check_unchanged(unknown, now));  // a file that was written by hand
  now.config.precision = Precision::kDouble;
  EXPECT_NO_THROW(check_unchanged(recorded, now));  // the same samples have other bytes there
  now = then;
  now.data_hash = "fedcba9876543210";
  now.config.data = "moons";
  EXPECT_NO_THROW(check_unchanged(recorded, now));  // another set was asked for
}

}}  // namespace anneal
