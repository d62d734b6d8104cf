#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/run_folder.h"
#include "apps/records/run_toml.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/small_run.h"

// The lengths of an average are resolved for the run, once, and what they come to is said before.
namespace anneal { namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StrEq;
using ::testing::ThrowsMessage;
using testing_support::read_text;
using testing_support::TemporaryFolder;

RunConfig averaged(const std::string& average, std::int64_t updates = 20) {
  RunConfig config = small_run();
  config.average = average;
  config.updates = updates;
  config.eval_every = "1it";
  return config;
}

/// The first evaluation that has an average.
std::int64_t first_average(const Trained& run) {
  for (const EvalRecord& eval : run.recorder.evals) {
    if (eval.average) {
      return eval.step;
    }
  }
  return -1;
}

TEST(AveragePlan, TailWithoutArgumentsBeginsAtThreeQuartersOfTheRun) {
  EXPECT_EQ(first_average(trained(averaged("tail"))), 15);
  EXPECT_EQ(first_average(trained(averaged("swa(start=50%)"))), 10);
  EXPECT_EQ(first_average(trained(averaged("lawa(every=40%)"))), 8);
}

TEST(AveragePlan, KeepsItsUnitsInTheCanonicalTextAndInRunToml) {
  const RunHeader header = set_up_alone(averaged("swa(start=75%, every=0.5ep)")).header;
  EXPECT_EQ(header.config.average, "tail(every=0.5ep)");
  EXPECT_EQ(header.expanded.at("average"), "tail(start=75%, every=0.5ep)");
  EXPECT_THAT(run_toml(header, {}), HasSubstr("average = \"tail(every=0.5ep)\"\n"));

  const TemporaryFolder folder;
  folder.write("run.toml", "[run]\naverage = \"lawa(snapshots=2, every=20%)\"\n");
  EXPECT_EQ(read_run_toml(folder / "run.toml").config.average, "lawa(snapshots=2, every=20%)");
}

TEST(AveragePlan, AnIntervalLongerThanTheRunIsWarnedOfAndWritesNoEmptyColumns) {
  const TemporaryFolder folder;
  for (const std::string average : {"lawa", "tail(start=63it)"}) {
    const RunSetup setup = set_up_alone(averaged(average, 62));
    EXPECT_THAT(setup.header.warnings, ElementsAre(AllOf(HasSubstr("average: " + average +
                                                                   " takes no set of weights in "
                                                                   "62 updates"),
                                                         HasSubstr("give shorter lengths"))));
    RunFolder files(folder / average);
    Trainer trainer = make_trainer(setup);
    Observer* observers[] = {&files};
    train(trainer, observers, {});
    EXPECT_THAT(read_text(folder / average / "evals.csv"), Not(HasSubstr("avg_")));
    EXPECT_FALSE(std::filesystem::exists(folder / average / "average.safetensors"));
    // what was asked for stays on record
    EXPECT_THAT(read_text(folder / average / "run.toml"),
                HasSubstr("average = \"" + average + "\"\n"));
  }
}

TEST(AveragePlan, OfASingleSetOfWeightsIsWarnedOf) {
  for (const char* average : {"lawa(every=11it)", "tail(start=20it)", "tail(every=6it)"}) {
    EXPECT_THAT(set_up_alone(averaged(average)).header.warnings,
                ElementsAre(HasSubstr("takes one set of weights in 20 updates")))
        << average;
  }
  for (const char* average : {"lawa(every=10it)", "tail(start=19it)", "tail", "ema"}) {
    EXPECT_THAT(set_up_alone(averaged(average)).header.warnings, IsEmpty()) << average;
  }
}

TEST(AveragePlan, ALengthThatIsNoUpdateIsRefusedBeforeAnythingIsTrained) {
  EXPECT_THAT([] { set_up_alone(averaged("lawa(every=1%)")); },
              ThrowsMessage<std::invalid_argument>(StrEq(
                  "lawa: every: 1% of 20 updates = 0.2, which rounds to 0 updates (write at least "
                  "1it)")));
  EXPECT_THAT([] { set_up_alone(averaged("tail(start=10)")); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("10 what? write 10it")));
}

}}  // namespace anneal
