#include <gtest/gtest.h>

#include "apps/records/run_folder.h"
#include "apps/training/engine.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/counted_words.h"
#include "tests/training/small_run.h"

// A schedule's text is parsed once and resolved once per run, files and evaluations included
// (tests/study/compare_test.cpp says the same of a comparison).
namespace anneal { namespace {

using testing_support::read_text;
using testing_support::TemporaryFolder;

class Once : public testing::Test {
 protected:
  void SetUp() override {
    times_parsed = 0;
    times_resolved = 0;
  }

  static void make(const RunConfig& config, const std::filesystem::path& folder) {
    RunFolder files(folder);
    Observer* observers[] = {&files};
    Engine engine({.words = counted_words()});
    const auto run = engine.prepare(config);
    EXPECT_EQ(run->train(observers, {}).status, RunStatus::kDone);
  }
};

TEST_F(Once, AScheduleIsParsedAndResolvedOnceInARunWithFiles) {
  const TemporaryFolder folder;
  RunConfig config = small_run();
  config.schedule = "warmup(5it) then counted(m=0.5)";
  make(config, folder / "run");
  EXPECT_EQ(times_parsed, 1);
  EXPECT_EQ(times_resolved, 1);
  const std::string toml = read_text(folder / "run/run.toml");
  EXPECT_NE(toml.find("warmup(5it) then counted(m=0.5)"), std::string::npos) << toml;
}

TEST_F(Once, EachOfSeveralSchedulesIsParsedAndResolvedOnce) {
  const TemporaryFolder folder;
  RunConfig config = small_run();
  config.schedule = "counted";
  config.momentum_schedule = "counted(m=0.5)";
  config.groups = {"layers.0.*: schedule=counted(m=0.25)"};
  make(config, folder / "run");
  EXPECT_EQ(times_parsed, 3);
  EXPECT_EQ(times_resolved, 3);
}

TEST_F(Once, ARunThatIsTrainedAgainIsNotResolvedAgain) {
  RunConfig config = small_run();
  config.schedule = "counted";
  Engine engine({.words = counted_words()});
  const auto run = engine.prepare(config);
  run->train({}, {});
  run->train({}, {});
  EXPECT_EQ(times_parsed, 1);
  EXPECT_EQ(times_resolved, 1);
}

TEST_F(Once, WordsOfNobodyAreRefused) {
  RunConfig config = small_run();
  config.schedule = "counted";
  EXPECT_THROW(Engine().prepare(config), std::invalid_argument);
}

}}  // namespace anneal
