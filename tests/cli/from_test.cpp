// anneal train --from run.toml: the same run again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/run_toml.h"
#include "apps/run/settings.h"
#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Key;
using testing::UnorderedElementsAre;

using Words = std::vector<std::string>;

Outcome train(const TemporaryFolder& folder, Words arguments) {
  Words words = {"train", "--no-figures", "--quiet"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run_anneal(words, folder.path());
}

/// Two epochs of 20 updates under a table of 40 numbers, into `run`.
Outcome train_by_table(const TemporaryFolder& folder) {
  std::string rates = "lr\n";
  for (int t = 0; t < 40; ++t) {
    rates += t < 20 ? "1\n" : "0.1\n";
  }
  write_text(folder / "rates.csv", rates);
  return train(
      folder, {"--data", "moons(n=320)", "--model", "mlp(8)", "--batch-size", "16", "--epochs", "2",
               "--schedule", "table(file=\"rates.csv\")", "--out", "run"});
}

TEST(From, AFileThatChangedIsNoticed) {
  const TemporaryFolder folder;
  ASSERT_EQ(train_by_table(folder).exit_code, 0);
  EXPECT_THAT(read_run_toml(folder / "run/run.toml").files, UnorderedElementsAre(Key("rates.csv")));
  EXPECT_EQ(train(folder, {"--from", "run/run.toml", "--out", "same"}).exit_code, 0);

  write_text(folder / "rates.csv", read_text(folder / "rates.csv") + "# changed\n");
  const Outcome refused = train(folder, {"--from", "run/run.toml", "--out", "changed"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("rates.csv: is not what it was when the run was made"));
  EXPECT_EQ(lines_of(refused.err).size(), 1U) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "changed"));
}

TEST(From, GivesTheSameBytesUnderEverySetting) {
  const TemporaryFolder folder;
  const Words sizes = {"--data", "moons(n=320)", "--model", "mlp(8)", "--batch-size", "16"};
  Words first = sizes;
  first.insert(first.end(), {"--updates", "1", "--save-init", "init.safetensors", "--out", "zero"});
  ASSERT_EQ(train(folder, first).exit_code, 0);
  Words all = sizes;
  all.insert(all.end(), {"--optimizer",
                         "adamw(lr=0.01, weight_decay=0.1)",
                         "--schedule",
                         "warmup(5it) then plateau(patience=1ev)",
                         "--schedule",
                         "momentum=linear(to=0.9)",
                         "--schedule",
                         "weight_decay=cosine",
                         "--updates",
                         "30",
                         "--accumulate",
                         "2",
                         "--seed",
                         "7",
                         "--eval-every",
                         "7it",
                         "--checkpoint-every",
                         "10it",
                         "--log-every",
                         "2it",
                         "--precision",
                         "double",
                         "--clip",
                         "1",
                         "--clip-value",
                         "0.5",
                         "--group",
                         "layers.0.*: lr=0.005, schedule=cosine",
                         "--average",
                         "ema(decay=0.9)",
                         "--label-smoothing",
                         "0.1",
                         "--init",
                         "init.safetensors",
                         "--out",
                         "run"});
  const Outcome outcome = train(folder, all);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;

  const RunConfig recorded = read_run_toml(folder / "run/run.toml").config;
  for (const Setting& setting : run_settings()) {
    if (setting.parameter.name != "epochs") {  // updates stand in its place
      EXPECT_NE(value_of(recorded, setting), value_of(RunConfig(), setting))
          << setting.parameter.name << " has its default: give it another value in this test";
    }
  }

  const Outcome again = train(folder, {"--from", "run/run.toml", "--out", "again"});
  ASSERT_EQ(again.exit_code, 0) << again.err;
  for (const char* file : {"steps.csv", "evals.csv", "checkpoint.safetensors"}) {
    EXPECT_TRUE(read_text(folder / "run" / file) == read_text(folder / "again" / file)) << file;
  }
  EXPECT_EQ(read_run_toml(folder / "again/run.toml").config, recorded);
}

TEST(From, OptionsOverrideTheFile) {
  const TemporaryFolder folder;
  ASSERT_EQ(train_by_table(folder).exit_code, 0);
  const Outcome outcome =
      train(folder, {"--from", "run/run.toml", "--seed", "5", "--out", "another"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  RunConfig expected = read_run_toml(folder / "run/run.toml").config;
  EXPECT_EQ(expected.seed, 0U);
  expected.seed = 5;
  EXPECT_EQ(read_run_toml(folder / "another/run.toml").config, expected);
  EXPECT_NE(read_text(folder / "another/steps.csv"), read_text(folder / "run/steps.csv"));
}

TEST(From, AMistakeInAHandWrittenFileNamesTheLineAndTheNearestSetting) {
  const TemporaryFolder folder;
  write_text(folder / "mine.toml", "[run]\ndata = \"moons\"\nmodell = \"mlp(8)\"\n");
  const Outcome outcome = train(folder, {"--from", "mine.toml", "--out", "run"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr("mine.toml: line 3: "), HasSubstr("did you mean model?")));
  EXPECT_EQ(lines_of(outcome.err).size(), 1U) << outcome.err;
  EXPECT_THAT(everything_in(folder.path()), UnorderedElementsAre("mine.toml"));
}

}}  // namespace anneal::cli
