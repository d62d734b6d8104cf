#include <cmath>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/training/small_run.h"

namespace anneal { namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::ThrowsMessage;

constexpr const char* kFirst[] = {"layers.0.weight", "layers.0.bias"};
constexpr const char* kSecond[] = {"layers.1.weight", "layers.1.bias"};

RunConfig with_groups(std::vector<std::string> groups) {
  RunConfig config = small_run();
  config.groups = std::move(groups);
  return config;
}

TEST(Group, IsAPatternAndWhatIsSetForIt) {
  EXPECT_EQ(parse_group("layers.0.*: lr=0.1, weight_decay=0, schedule=warmup(5%) then cosine"),
            (GroupConfig{.pattern = "layers.0.*",
                         .lr = 0.1,
                         .weight_decay = 0.0,
                         .schedule = parse_schedule("warmup(5%) then cosine")}));
  EXPECT_EQ(parse_group("*.bias:weight_decay=0"),
            (GroupConfig{.pattern = "*.bias", .weight_decay = 0.0}));
  EXPECT_TRUE(parse_group("a: lr=0").frozen());
  EXPECT_FALSE(parse_group("a: weight_decay=0").frozen());
}

TEST(Group, PrintsInCanonicalFormAndReadsItBack) {
  const std::string text =
      to_text(parse_group("  layers.?.*  :schedule=warmup( 5% )then cosine(to=0) ,lr=1e-1 "));
  EXPECT_EQ(text, "layers.?.*: lr=0.1, schedule=warmup(5%) then cosine");
  EXPECT_EQ(to_text(parse_group(text)), text);
}

TEST(Group, RefusesMistakesInOneLineThatNamesThePattern) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"", "has no name pattern"},
      {": lr=1", "has no name pattern"},
      {"a", "group a: no colon follows"},
      {"a:", "group a: sets nothing"},
      {"a b: lr=1", "pattern \"a b\" contains \" \""},
      {"a: 0.1", "group a: 0.1 has no name"},
      {"a: lr=", "group a: \"lr=\" is no list of settings"},
      {"a: lr=1) then group(lr=2", "is no list of settings"},
      {"a: lr=-1", "group a: lr must be >= 0, got -1"},
      {"a: lr=inf", "group a: lr must be finite"},
      {"a: lr=5it", "group a: lr is 5it"},
      {"a: lr=1, lr=2", "group a: lr is given twice"},
      {"a: rate=1", "group a: unknown argument rate"},
      {"a: schedule=cosin", "did you mean cosine?"},
  };
  for (const auto& [text, message] : mistakes) {
    EXPECT_THAT(
        [text = text] { parse_group(text); },
        ThrowsMessage<std::invalid_argument>(AllOf(HasSubstr(message), Not(HasSubstr("\n")))))
        << text;
  }
}

TEST(Groups, AreRefusedIfTheyTakeNothingAreRepeatedOrFreezeEverything) {
  DataCache cache;
  const auto set_up_with = [&](std::vector<std::string> groups) {
    return [&cache, groups] { set_up(with_groups(groups), cache); };
  };
  EXPECT_THAT(set_up_with({"layers.7.*: lr=1"}),
              ThrowsMessage<std::invalid_argument>(HasSubstr("matches none of the 4 parameters")));
  EXPECT_THAT(set_up_with({"*.bias: lr=1", "*.bias: lr=2"}),
              ThrowsMessage<std::invalid_argument>(HasSubstr("group *.bias: is given twice")));
  EXPECT_THAT(set_up_with({"*: lr=0"}),
              ThrowsMessage<std::invalid_argument>(HasSubstr("all 4 parameters are frozen")));
}

TEST(Groups, WithTheRateOfTheRunChangeNothing) {
  for (const char* optimizer : {"sgd(lr=0.1, momentum=0.9)", "adamw(lr=0.01)", "lion(lr=0.01)"}) {
    RunConfig config = small_run();
    config.optimizer = optimizer;
    config.schedule = "warmup(5it) then cosine";
    const Trained plain = trained(config);
    config.groups = {
        plain.setup.header.base_lr == 0.1 ? "layers.0.*: lr=0.1" : "layers.0.*: lr=0.01",
        "layers.1.bias: schedule=warmup(5it) then cosine"};
    const Trained grouped = trained(config);
    for (const NamedTensor& tensor : plain.after.tensors) {
      EXPECT_EQ(elements(plain.after, tensor.name), elements(grouped.after, tensor.name))
          << optimizer << " " << tensor.name;
    }
  }
}

TEST(Groups, HaveBaseRatesOfTheirOwn) {
  RunConfig config = small_run();
  config.updates = 1;  // the gradient is then the same whatever the rate
  config.optimizer = "sgd(lr=0.5)";
  const Trained fast = trained(config);
  config.optimizer = "sgd(lr=0.125)";
  const Trained slow = trained(config);
  config.groups = {"layers.0.*: lr=0.5"};
  const Trained both = trained(config);
  for (const char* name : kFirst) {
    EXPECT_EQ(elements(both.after, name), elements(fast.after, name)) << name;
  }
  for (const char* name : kSecond) {
    EXPECT_EQ(elements(both.after, name), elements(slow.after, name)) << name;
    EXPECT_NE(elements(both.after, name), elements(fast.after, name)) << name;
  }
}

TEST(Groups, FreezeParametersBitForBit) {
  for (const char* optimizer :
       {"sgd(lr=0.1, momentum=0.9, weight_decay=0.1)",
        "adamw(lr=0.01, weight_decay=0.1, coupling=independent)", "schedule_free_sgd(lr=0.1)"}) {
    RunConfig config = with_groups({"layers.0.*: lr=0"});
    config.optimizer = optimizer;
    config.clip_norm = 0.5;
    const Trained run = trained(config);
    EXPECT_EQ(run.recorder.result.status, RunStatus::kDone);
    for (const char* name : kFirst) {
      EXPECT_EQ(elements(run.before, name), elements(run.after, name)) << optimizer;
    }
    for (const char* name : kSecond) {
      EXPECT_NE(elements(run.before, name), elements(run.after, name)) << optimizer;
    }
    EXPECT_LT(run.recorder.evals.back().train_loss, run.recorder.updates.front().loss);
  }
}

TEST(Groups, ThatAreFrozenDoNotCountInTheGradientsNorm) {
  RunConfig config = small_run();
  config.updates = 1;
  const double all = trained(config).recorder.updates[0].grad_norm;
  config.groups = {"layers.0.*: lr=0"};
  const double second = trained(config).recorder.updates[0].grad_norm;
  config.groups = {"layers.1.*: lr=0"};
  const double first = trained(config).recorder.updates[0].grad_norm;
  EXPECT_NEAR(all, std::hypot(first, second), 1e-6 * all);
}

TEST(Groups, FollowSchedulesOfTheirOwnAndLogTheirRates) {
  RunConfig config = with_groups({"layers.0.*: lr=0.5, schedule=linear", "*.bias: weight_decay=0",
                                  "layers.1.*: schedule=step(every=5it, gamma=0.5)"});
  config.updates = 10;
  const Trained run = trained(config);
  EXPECT_THAT(run.recorder.header.extra_columns, ElementsAre("lr:layers.0.*", "lr:layers.1.*"));
  EXPECT_THAT(run.recorder.header.config.groups,
              ElementsAre("layers.0.*: lr=0.5, schedule=linear", "*.bias: weight_decay=0",
                          "layers.1.*: schedule=step(every=5it, gamma=0.5)"));
  for (const UpdateRecord& update : run.recorder.updates) {
    const double linear = 0.5 * (1.0 - static_cast<double>(update.step) / 10.0);
    EXPECT_EQ(update.lr, 0.1);
    EXPECT_NEAR(update.extra[0], linear, 1e-15);
    EXPECT_EQ(update.extra[1], update.step < 5 ? 0.1 : 0.05);
  }
}

TEST(Groups, WithoutRatesOfTheirOwnAddNoColumn) {
  EXPECT_THAT(trained(with_groups({"*.bias: weight_decay=0"})).recorder.header.extra_columns,
              IsEmpty());
}

TEST(Groups, OfWhichOneIsFrozenKeepTheirRatesApart) {
  RunConfig config =
      with_groups({"layers.0.bias: lr=0", "layers.0.weight: lr=0.25", "layers.1.bias: lr=0.5"});
  config.updates = 2;
  const Trained run = trained(config);
  EXPECT_THAT(run.recorder.updates[1].extra, ElementsAre(0.0, 0.25, 0.5));
  EXPECT_EQ(elements(run.before, "layers.0.bias"), elements(run.after, "layers.0.bias"));
}

TEST(Groups, ReactToAPlateauOnTheirOwn) {
  RunConfig config =
      with_groups({"layers.0.*: schedule=plateau(metric=val_loss, factor=0.5, patience=2ev)"});
  config.optimizer = "sgd(lr=1e-12)";  // nothing ever improves
  config.epochs = 6;
  const Trained run = trained(config);
  EXPECT_EQ(run.recorder.updates.back().lr, 1e-12);
  EXPECT_EQ(run.recorder.updates.back().extra[0], 0.5e-12);
  EXPECT_EQ(run.trainer.rates().feedback_state().count("schedule.lr:layers.0.*"), 1U);
}

// What would only be noticed after the first evaluation is refused before the first update.
TEST(Groups, ThatListenToAnUnknownMetricAreRefused) {
  DataCache cache;
  const auto set_up_with = [&](const std::string& group) {
    return [&cache, group] { set_up(with_groups({group}), cache); };
  };
  EXPECT_THAT(set_up_with("layers.0.*: schedule=plateau(metric=val_los, mode=min)"),
              ThrowsMessage<std::invalid_argument>(HasSubstr(
                  "lr:layers.0.* schedule: unknown metric val_los (did you mean val_loss?)")));
  EXPECT_NO_THROW(set_up_with("layers.0.*: schedule=plateau(metric=val_accuracy, mode=max)")());
  RunConfig regression = with_groups({"layers.0.*: schedule=plateau(metric=val_accuracy)"});
  regression.data = "teacher(n=200)";
  EXPECT_THAT([&] { set_up(regression, cache); },
              ThrowsMessage<std::invalid_argument>(
                  HasSubstr("listens to val_accuracy, which this run does not have")));
}

TEST(Groups, MultiplyTheirOwnWeightDecayByTheRunsScheduleOfIt) {
  RunConfig config = small_run();
  config.updates = 1;
  config.optimizer = "sgd(lr=0.125, weight_decay=0.5)";
  config.weight_decay_schedule = "constant";
  const Trained strong = trained(config);
  config.groups = {"layers.0.*: weight_decay=0"};
  const Trained mixed = trained(config);
  config.groups = {};
  config.weight_decay_schedule = std::nullopt;
  config.optimizer = "sgd(lr=0.125)";
  const Trained none = trained(config);
  EXPECT_EQ(elements(mixed.after, "layers.0.weight"), elements(none.after, "layers.0.weight"));
  EXPECT_EQ(elements(mixed.after, "layers.1.weight"), elements(strong.after, "layers.1.weight"));
  EXPECT_NE(elements(none.after, "layers.1.weight"), elements(strong.after, "layers.1.weight"));
}

}}  // namespace anneal
