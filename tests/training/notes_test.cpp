// Notes of a run: what is as it must be, but worth knowing; made with the run, for every command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/run/remarks.h"
#include "optim/catalogue.h"
#include "tests/training/small_run.h"

namespace anneal { namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

RunHeader header_of(const std::string& optimizer, const std::string& schedule) {
  RunConfig config = small_run();
  config.optimizer = optimizer;
  config.schedule = schedule;
  return set_up_alone(config).header;
}

// A warmup from 0 is the textbook's: nobody is warned of it, and only who divides by 1 - beta^t
// hears of it at all.
TEST(Notes, AFirstUpdateOfRate0IsANoteForRulesWithABiasCorrectionAlone) {
  std::vector<std::string> told;
  for (const OptimizerEntry& entry : optimizer_catalogue()) {
    const RunHeader header = header_of(entry.signature.name, "warmup(10it) then constant");
    EXPECT_THAT(header.warnings, Each(Not(HasSubstr("rate 0")))) << entry.signature.name;
    if (std::ranges::count(header.notes, kFirstRateIsZero) == 1) {
      told.push_back(entry.signature.name);
    }
  }
  EXPECT_THAT(told, ElementsAre("adam", "adamw", "amsgrad", "nadam", "radam", "adamax", "lamb",
                                "schedule_free_adamw"));
  EXPECT_THAT(header_of("adam", "warmup(10it, from=0.1) then constant").notes, IsEmpty());
}

TEST(Notes, ARunWithoutAnyRateIsWarnedOfThatAlone) {
  const RunHeader header = header_of("adam", "constant(0)");
  EXPECT_THAT(header.warnings, ElementsAre(HasSubstr("nothing will be trained")));
  EXPECT_THAT(header.notes, IsEmpty());
}

TEST(Notes, WhatIsUsualWithAdamwIsANote) {
  const RunHeader header = header_of("adamw", "cosine");
  EXPECT_THAT(header.warnings, IsEmpty());
  EXPECT_THAT(header.notes, ElementsAre(HasSubstr("decays the weight decay with it")));
}

TEST(Notes, AModelOfOneMatrixIsSaidToBeLinear) {
  const auto notes = [](const std::string& model) {
    RunConfig config = small_run();
    config.model = model;
    return set_up_alone(config).header.notes;
  };
  EXPECT_THAT(notes("mlp"), ElementsAre(HasSubstr("a linear model: it has no hidden layer")));
  EXPECT_THAT(notes("mlp(4)"), IsEmpty());
  EXPECT_THAT(notes("logistic"), IsEmpty());  // who asks for it knows
}

TEST(Notes, AGroupsOwnScheduleIsWarnedOfUnderItsName) {
  RunConfig config = small_run();
  config.groups = {"layers.0.*: schedule=step(every=1000ep)"};
  EXPECT_THAT(set_up_alone(config).header.warnings,
              ElementsAre(AllOf(HasSubstr("group layers.0.*: "), HasSubstr("1000ep"))));
  config.schedule = "step(every=1000ep)";
  config.groups = {"layers.0.*: lr=0.1"};  // with the schedule of the run
  EXPECT_THAT(set_up_alone(config).header.warnings, testing::SizeIs(1));
}

}}  // namespace anneal
