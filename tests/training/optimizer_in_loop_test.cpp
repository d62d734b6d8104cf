#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "optim/catalogue.h"
#include "tests/training/small_run.h"

namespace anneal { namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(OptimizerInLoop, LogsTheEstimateThatProdigyUsed) {
  RunConfig config = small_run();
  config.optimizer = "prodigy";
  const Trained run = trained(config);
  EXPECT_THAT(run.recorder.header.extra_columns, ElementsAre("d"));
  double last = 1e-6;
  EXPECT_EQ(run.recorder.updates.front().extra[0], 1e-6);  // d0
  for (const UpdateRecord& update : run.recorder.updates) {
    EXPECT_GE(update.extra[0], last);
    last = update.extra[0];
  }
  EXPECT_GT(last, 1e-4);
  EXPECT_GE(parse_number<double>(run.trainer.state().metadata.at("optimizer.d")), last);
}

TEST(OptimizerInLoop, JudgesScheduleFreeAtItsAverage) {
  for (const char* optimizer : {"schedule_free_sgd(lr=0.5)", "schedule_free_adamw(lr=0.05)"}) {
    RunConfig config = small_run();
    config.optimizer = optimizer;
    config.epochs = 2;
    const Trained run = trained(config);
    const Module& model = model_of(run.trainer);
    const Dataset& validation = run.setup.data.split->validation;
    const double at_iterate = evaluate(model, validation).loss;
    const State state = run.trainer.state();
    for (const NamedParameter& parameter : run.trainer.objective().parameters()) {
      Var var = parameter.var;
      var.mutable_value() = state.at(parameter.name);  // as they are judged
    }
    const double at_average = evaluate(model, validation).loss;
    EXPECT_EQ(run.recorder.evals.back().val_loss, at_average) << optimizer;
    EXPECT_NE(run.recorder.evals.back().val_loss, at_iterate) << optimizer;
  }
}

// Rates are powers of two, so that both ways to say the same decay round in the same way.

TEST(OptimizerInLoop, TellsWeightDecayTheBaseRate) {
  RunConfig config = small_run();
  config.schedule = "step(every=5it, gamma=0.5)";
  config.optimizer = "sgd(lr=0.125, weight_decay=0.25, coupling=schedule)";
  const Trained coupled = trained(config);  // shrinks by lr / base * wd
  config.optimizer = "sgd(lr=0.125, weight_decay=0.25, coupling=independent)";
  const Trained constant = trained(config);
  config.weight_decay_schedule = config.schedule;
  const Trained by_hand = trained(config);
  EXPECT_EQ(elements(coupled.after, "layers.0.weight"), elements(by_hand.after, "layers.0.weight"));
  EXPECT_NE(elements(coupled.after, "layers.0.weight"),
            elements(constant.after, "layers.0.weight"));
}

TEST(OptimizerInLoop, TellsWeightDecayThePeakRate) {
  RunConfig config = small_run();
  config.updates = 16;
  config.schedule = "multistep(at=[8it], gamma=0.5)";
  config.optimizer = "sgd(lr=0.125, weight_decay=2, coupling=squared)";
  const Trained coupled = trained(config);  // shrinks by lr^2 / peak * wd
  config.optimizer = "sgd(lr=0.125, weight_decay=0.25, coupling=independent)";
  config.weight_decay_schedule = "multistep(at=[8it], gamma=0.25)";
  const Trained by_hand = trained(config);
  EXPECT_EQ(elements(coupled.after, "layers.0.weight"), elements(by_hand.after, "layers.0.weight"));
}

TEST(OptimizerInLoop, TellsWeightDecayThePeakOfAGroup) {
  RunConfig config = small_run();
  config.schedule = "linear";
  config.optimizer = "sgd(lr=0.125, weight_decay=2, coupling=squared)";
  const Trained plain = trained(config);
  config.optimizer = "sgd(lr=0.25, weight_decay=2, coupling=squared)";
  config.groups = {"*: lr=0.125"};
  const Trained grouped = trained(config);
  EXPECT_EQ(elements(plain.after, "layers.0.weight"), elements(grouped.after, "layers.0.weight"));
}

std::vector<std::string> notes(const std::string& optimizer, const std::string& schedule) {
  RunConfig config = small_run();
  config.optimizer = optimizer;
  config.schedule = schedule;
  return set_up_alone(config).header.notes;
}

std::vector<std::string> warnings(const std::string& optimizer, const std::string& schedule) {
  RunConfig config = small_run();
  config.optimizer = optimizer;
  config.schedule = schedule;
  return set_up_alone(config).header.warnings;
}

TEST(OptimizerInLoop, WarnsOfWhatIsDoneTwiceAndOfNothingElse) {
  EXPECT_THAT(warnings("radam", "warmup(10it, from=0.1) then constant"),
              ElementsAre(HasSubstr("a warmup in the schedule is a second one")));
  EXPECT_THAT(warnings("radam", "cosine"), IsEmpty());
  EXPECT_THAT(warnings("schedule_free_sgd", "cosine"),
              ElementsAre(HasSubstr("a decaying schedule is a second decay")));
  EXPECT_THAT(warnings("schedule_free_adamw", "warmup(10it, from=0.1) then constant"), IsEmpty());
  EXPECT_THAT(warnings("adagrad", "linear"),
              ElementsAre(HasSubstr("a decaying schedule is a second decay")));
  EXPECT_THAT(warnings("adagrad", "constant"), IsEmpty());
  EXPECT_THAT(warnings("rmsprop", "constant"), ElementsAre(HasSubstr("which a warmup hides")));
  EXPECT_THAT(warnings("rmsprop", "warmup(10it, from=0.1) then constant"), IsEmpty());
  EXPECT_THAT(warnings("sgd", "warmup(10it, from=0.1) then cosine"), IsEmpty());
}

TEST(OptimizerInLoop, WarnsOfTheScheduleFirst) {
  EXPECT_THAT(warnings("radam", "warmup(60%) then constant"),
              ElementsAre(HasSubstr("more than half"),
                          HasSubstr("a warmup in the schedule is a second one")));
  EXPECT_THAT(warnings("sgd", "warmup(10it) then constant"), IsEmpty());
}

// When each of them warns stands in its entry: exactly then, for every rule that has a warning.
TEST(OptimizerInLoop, WarnsWhenItsEntrySaysSo) {
  for (const OptimizerEntry& entry : optimizer_catalogue()) {
    const auto warns = [&](const std::string& schedule) {
      const std::vector<std::string> all =
          (entry.usual ? notes : warnings)(entry.signature.name, schedule);
      return !entry.warning.empty() && std::ranges::count(all, entry.warning) == 1;
    };
    const bool any = !entry.warning.empty();
    const std::string& name = entry.signature.name;
    EXPECT_EQ(warns("warmup(10it, from=0.1) then constant"),
              any && entry.warn_when == WarnWhen::kWarmup)
        << name;
    EXPECT_EQ(warns("constant"), any && entry.warn_when == WarnWhen::kNoWarmup) << name;
    EXPECT_EQ(warns("warmup(10it, from=0.1) then linear"),
              any && (entry.warn_when == WarnWhen::kWarmup || entry.warn_when == WarnWhen::kDecay))
        << name;
  }
}

TEST(OptimizerInLoop, WarnsOfAMomentumScheduleWhereThatIsScheduledTwice) {
  RunConfig config = small_run();
  config.optimizer = "nadam";
  EXPECT_THAT(set_up_alone(config).header.warnings, IsEmpty());
  config.momentum_schedule = "linear(from=1, to=0.9)";
  EXPECT_THAT(set_up_alone(config).header.warnings,
              ElementsAre(HasSubstr("a momentum schedule multiplies it")));
}

TEST(OptimizerInLoop, RefusesAMomentumScheduleWhereThereIsNoMomentum) {
  RunConfig config = small_run();
  config.optimizer = "adagrad";
  config.momentum_schedule = "cosine";
  DataCache cache;
  EXPECT_THAT([&] { set_up(config, cache); },
              testing::ThrowsMessage<std::invalid_argument>(
                  HasSubstr("momentum schedule: the optimizer's momentum is 0, or it has none")));
}

TEST(OptimizerInLoop, IsDescribedInTheHeader) {
  const RunHeader header = set_up_alone(small_run()).header;
  EXPECT_THAT(header.optimizer_formula, HasSubstr("p -= lr v"));
  EXPECT_THAT(header.optimizer_state, HasSubstr("momentum"));
  EXPECT_THAT(header.rate_enters, HasSubstr("velocity"));
}

}}  // namespace anneal
