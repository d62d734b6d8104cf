#include "apps/run/settings.h"

#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anneal { namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StrEq;
using ::testing::ThrowsMessage;

/// As it is typed, a value for each setting that is not its default.
const std::map<std::string, std::string>& other_texts() {
  static const std::map<std::string, std::string> kTexts = {
      {"data", "moons(n=10)"},
      {"model", "mlp(3)"},
      {"optimizer", "adam"},
      {"schedule", "cosine"},
      {"momentum_schedule", "linear"},
      {"weight_decay_schedule", "cosine"},
      {"epochs", "3"},
      {"updates", "20"},
      {"batch_size", "full"},
      {"accumulate", "2"},
      {"seed", "9223372036854775807"},
      {"eval_every", "100it"},
      {"checkpoint_every", "5%"},
      {"log_every", "10it"},
      {"precision", "double"},
      {"clip_norm", "2.5"},
      {"clip_value", "1e-3"},
      {"groups", "*: lr=1"},
      {"average", "ema"},
      {"label_smoothing", "0.25"},
      {"init", "1"},  // a file may be called so
  };
  return kTexts;
}

const std::string& name_of(const Setting& setting) {
  return setting.parameter.name;
}

TEST(Settings, SayWhatIsTypedForEachOfThem) {
  for (const Setting& setting : run_settings()) {
    RunConfig config;
    assign_text(config, setting, other_texts().at(name_of(setting)), "typed");
    EXPECT_NE(config, RunConfig()) << name_of(setting);
    const SettingValue value = value_of(config, setting);
    EXPECT_EQ(text_of(value),
              name_of(setting) == "clip_value" ? "0.001" : other_texts().at(name_of(setting)));

    RunConfig again;
    assign(again, setting, value, "read");
    EXPECT_EQ(again, config) << name_of(setting);
    assign(again, setting, {}, "reset");
    EXPECT_EQ(again, RunConfig()) << name_of(setting);
  }
  EXPECT_EQ(other_texts().size(), run_settings().size());
}

TEST(Settings, RoundTripTheDefaults) {
  for (const Setting& setting : run_settings()) {
    RunConfig config;
    assign(config, setting, value_of(RunConfig(), setting), "default");
    EXPECT_EQ(config, RunConfig()) << name_of(setting);
    EXPECT_EQ(&find_setting(name_of(setting)), &setting);
  }
}

TEST(Settings, ATextForAListIsOneMoreMember) {
  const Setting& groups = find_setting("groups");
  RunConfig config;
  assign_text(config, groups, "a: lr=1", "--group");
  assign_text(config, groups, "2", "--group");
  EXPECT_THAT(config.groups, testing::ElementsAre("a: lr=1", "2"));
  EXPECT_EQ(text_of(value_of(config, groups)), "a: lr=1, 2");
}

TEST(Settings, AWholeNumberIsANumberButNotTheOtherWayRound) {
  RunConfig config;
  assign(config, find_setting("clip_norm"), std::int64_t{3}, "clip_norm");
  EXPECT_EQ(config.clip_norm, 3.0);
  EXPECT_THROW(assign(config, find_setting("epochs"), 3.0, "epochs"), std::invalid_argument);
}

void expect_refused(const std::string& name, const SettingValue& value, const std::string& error) {
  RunConfig config;
  EXPECT_THAT([&] { assign(config, find_setting(name), value, "HERE"); },
              ThrowsMessage<std::invalid_argument>(StrEq("HERE: got " + error)));
  EXPECT_EQ(config, RunConfig());  // and nothing changed
}

TEST(Settings, RefuseAValueOfAnotherKind) {
  expect_refused("epochs", "ten", "ten (give a whole number >= 1)");
  expect_refused("epochs", 2.5, "2.5 (give a whole number >= 1)");
  expect_refused("epochs", "full", "full (give a whole number >= 1)");
  expect_refused("batch_size", "all", "all (give a whole number >= 1, or full)");
  expect_refused("clip_norm", "big", "big (give a number > 0)");
  expect_refused("model", std::int64_t{3}, "3 (give a text)");
  expect_refused("data", std::vector<std::string>{"a", "b"}, "a, b (give a text)");
  expect_refused("precision", "half", "half (give one of: float, double)");
  expect_refused("precision", std::int64_t{32}, "32 (give one of: float, double)");
  expect_refused("groups", "a: lr=1", "a: lr=1 (give a list of texts)");
}

TEST(Settings, RefuseAValueOutOfRange) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  expect_refused("epochs", std::int64_t{0}, "0 (give a whole number >= 1)");
  expect_refused("updates", std::int64_t{-1}, "-1 (give a whole number >= 1)");
  expect_refused("accumulate", std::int64_t{0}, "0 (give a whole number >= 1)");
  expect_refused("batch_size", std::int64_t{0}, "0 (give a whole number >= 1, or full)");
  expect_refused("batch_size", std::int64_t{-1}, "-1 (give a whole number >= 1, or full)");
  expect_refused("seed", std::int64_t{-1}, "-1 (give a whole number >= 0 and < 2^63)");
  expect_refused("clip_norm", 0.0, "0 (give a number > 0)");
  expect_refused("clip_norm", nan, "nan (give a number > 0)");
  expect_refused("clip_norm", inf, "inf (give a number > 0)");
  expect_refused("clip_value", -1.0, "-1 (give a number > 0)");
  expect_refused("label_smoothing", 1.0, "1 (give a number in [0, 1))");
  expect_refused("label_smoothing", -0.1, "-0.1 (give a number in [0, 1))");
  expect_refused("label_smoothing", nan, "nan (give a number in [0, 1))");
}

TEST(Settings, RefuseATextThatIsNoSuchNumber) {
  const auto refuses = [](const char* name, const char* text, const char* message) {
    RunConfig config;
    EXPECT_THAT([&] { assign_text(config, find_setting(name), text, "--option"); },
                ThrowsMessage<std::invalid_argument>(StrEq(message)));
  };
  refuses("epochs", "1.5", "--option: got 1.5 (give a whole number >= 1)");
  refuses("epochs", " 3", "--option: got  3 (give a whole number >= 1)");
  refuses("epochs", "", "--option: got  (give a whole number >= 1)");
  refuses("batch_size", "0", "--option: got 0 (give a whole number >= 1, or full)");
  refuses("seed", "9223372036854775808",
          "--option: got 9223372036854775808 (give a whole number >= 0 and < 2^63)");  // 2^63
  refuses("clip_norm", "nan", "--option: got nan (give a number > 0)");
  refuses("clip_norm", "1,5", "--option: got 1,5 (give a number > 0)");
  refuses("precision", "Float", "--option: got Float (give one of: float, double)");
}

TEST(Settings, AreFoundByNameWithTheNearestInTheError) {
  EXPECT_THAT([] { find_setting("batch-size"); },
              ThrowsMessage<std::invalid_argument>(
                  StrEq("unknown setting batch-size (did you mean batch_size?)")));
  EXPECT_THAT([] { find_setting("zzzz"); },
              ThrowsMessage<std::invalid_argument>(
                  AllOf(HasSubstr("unknown setting zzzz (known: data, model"), HasSubstr("init"))));
}

TEST(CheckSettings, TakesTheDefaultsAndAFullBatch) {
  RunConfig config;
  EXPECT_NO_THROW(check_settings(config));
  config.batch_size = RunConfig::kFullBatch;
  config.seed = 9223372036854775807U;
  EXPECT_NO_THROW(check_settings(config));
}

TEST(CheckSettings, NamesTheSettingThatIsOutOfRange) {
  const auto refuses = [](void (*change)(RunConfig&), const char* message) {
    RunConfig config;
    change(config);
    EXPECT_THAT([&] { check_settings(config); },
                ThrowsMessage<std::invalid_argument>(StrEq(message)));
  };
  refuses([](RunConfig& c) { c.epochs = 0; }, "epochs: got 0 (give a whole number >= 1)");
  refuses([](RunConfig& c) { c.updates = 0; }, "updates: got 0 (give a whole number >= 1)");
  refuses([](RunConfig& c) { c.batch_size = -1; },
          "batch_size: got -1 (give a whole number >= 1, or full)");
  refuses([](RunConfig& c) { c.clip_value = std::nan(""); },
          "clip_value: got nan (give a number > 0)");
  refuses([](RunConfig& c) { c.label_smoothing = 1.0; },
          "label_smoothing: got 1 (give a number in [0, 1))");
  // Files hold signed numbers of 64 bits.
  refuses([](RunConfig& c) { c.seed = std::uint64_t{1} << 63; },
          "seed: got 9223372036854775808 (give a whole number >= 0 and < 2^63)");
}

}}  // namespace anneal
