#include "apps/study/compare.h"

#include <set>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/study/summary.h"
#include "apps/training/engine.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/counted_words.h"

namespace anneal { namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;
using testing_support::read_text;
using testing_support::TemporaryFolder;

CompareConfig small_study() {
  CompareConfig config;
  config.base.data = "blobs(n=100, classes=3)";
  config.base.model = "mlp(8)";
  config.base.epochs = 2;
  config.base.batch_size = 10;
  config.optimizers = {"sgd(lr=0.1, momentum=0.9)", "adam(lr=0.01)"};
  config.schedules = {"constant", "warmup(10%) then cosine"};
  config.seeds = 2;
  return config;
}

std::vector<StudyResult> run_all(const CompareConfig& config,
                                 const StudyOptions& options = {},
                                 const std::stop_token& stop = {}) {
  Engine engine;
  return run_study(prepare_study(engine, expand(config)), options, stop);
}

TEST(Expand, PairsSeedsAcrossArmsWithReadableUniqueNames) {
  const std::vector<StudyRun> runs = expand(small_study());
  ASSERT_THAT(runs, SizeIs(8));
  EXPECT_EQ(runs[0].name, "sgd-lr-0.1-momentum-0.9__constant__seed0");
  EXPECT_EQ(runs[3].name, "sgd-lr-0.1-momentum-0.9__warmup-10pct-then-cosine__seed1");
  EXPECT_EQ(runs[7].config.optimizer, "adam(lr=0.01)");
  EXPECT_EQ(runs[7].config.seed, 1U);
  std::set<std::string> names;
  for (const StudyRun& run : runs) {
    names.insert(run.name);
  }
  EXPECT_THAT(names, SizeIs(8));
}

TEST(Expand, RefusesEmptyListsRepeatedArmsAndNoSeeds) {
  CompareConfig config = small_study();
  config.schedules = {};
  EXPECT_THAT([&] { expand(config); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("no schedule")));
  config.schedules = {"step(every=1ep)", "step( every=1ep )"};
  EXPECT_THAT([&] { expand(config); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("given twice")));
  config = small_study();
  config.seeds = 0;
  EXPECT_THROW(expand(config), std::invalid_argument);
}

TEST(RunStudy, GivesTheSameFilesForAnyNumberOfJobs) {
  const TemporaryFolder folder;
  for (const int jobs : {1, 4}) {
    run_all(small_study(), {.jobs = jobs, .out = folder / std::to_string(jobs)});
  }
  for (const StudyRun& run : expand(small_study())) {
    for (const char* name : {"run.toml", "steps.csv", "evals.csv", "checkpoint.safetensors"}) {
      const std::string one = read_text(folder / "1/runs" / run.name / name);
      EXPECT_FALSE(one.empty()) << run.name << ' ' << name;
      EXPECT_EQ(one, read_text(folder / "4/runs" / run.name / name)) << run.name << ' ' << name;
    }
  }
}

TEST(RunStudy, GivesPairedArmsTheSameFirstLoss) {
  const TemporaryFolder folder;
  CompareConfig config = small_study();
  config.base.precision = Precision::kDouble;
  const std::vector<StudyRun> runs = expand(config);
  run_all(config, {.jobs = 2, .out = folder / "out"});
  const auto first_loss = [&](const StudyRun& run) {
    const std::string text = read_text(folder / "out/runs" / run.name / "steps.csv");
    const std::string row = text.substr(text.find('\n') + 1);
    std::size_t comma = 0;
    for (int i = 0; i < 3; ++i) {
      comma = row.find(',', comma) + 1;
    }
    return row.substr(comma, row.find(',', comma) - comma);
  };
  EXPECT_EQ(first_loss(runs[0]), first_loss(runs[6]));  // seed 0 under sgd and adam
  EXPECT_NE(first_loss(runs[0]), first_loss(runs[1]));  // seeds 0 and 1
}

TEST(RunStudy, KeepsADivergedRunAsAResult) {
  CompareConfig config = small_study();
  config.base.data = "teacher(n=100)";
  config.optimizers = {"sgd(lr=0.01)", "sgd(lr=1e9)"};
  config.schedules = {"constant"};
  const std::vector<StudyResult> results = run_all(config);
  const std::vector<SummaryRow> rows = summarize(results);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].diverged, 0);
  EXPECT_EQ(rows[1].diverged, 2);
  EXPECT_EQ(rows[1].runs, 2);
}

TEST(RunStudy, ValidatesEverythingBeforeItWritesAnything) {
  const TemporaryFolder folder;
  CompareConfig config = small_study();
  config.schedules = {"constant", "warmup(1000ep) then cosine"};
  EXPECT_THROW(run_all(config, {.out = folder / "out"}), std::invalid_argument);
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(RunStudy, LeavesOutWhatWasNotStartedWhenStopped) {
  std::stop_source source;
  source.request_stop();
  EXPECT_TRUE(run_all(small_study(), {}, source.get_token()).empty());
}

// As tests/training/once_test.cpp says of one run.
TEST(RunStudy, ParsesAndResolvesAScheduleOncePerRun) {
  const TemporaryFolder folder;
  CompareConfig config = small_study();
  config.optimizers = {"sgd(lr=0.1)"};
  config.schedules = {"warmup(10%) then counted(m=0.5)"};
  ASSERT_THAT(expand(config), SizeIs(2));
  times_parsed = 0;
  times_resolved = 0;
  Engine engine({.words = counted_words()});
  const PreparedStudy study = prepare_study(engine, expand(config));
  EXPECT_THAT(run_study(study, {.jobs = 2, .out = folder / "out"}, {}), SizeIs(2));
  EXPECT_EQ(times_parsed, 2);
  EXPECT_EQ(times_resolved, 2);
}

TEST(RunStudy, OfAPreparedStudyCanBeMadeAgain) {
  Engine engine;
  const PreparedStudy study = prepare_study(engine, expand(small_study()));
  const std::vector<StudyResult> first = run_study(study, {.jobs = 3}, {});
  const std::vector<StudyResult> again = run_study(study, {.jobs = 1}, {});
  ASSERT_THAT(first, SizeIs(8));
  ASSERT_EQ(first.size(), again.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].run.name, study.runs[i].name);
    EXPECT_EQ(first[i].header.config.schedule, study.runs[i].schedule);
    EXPECT_EQ(first[i].result.final_eval()->val_loss, again[i].result.final_eval()->val_loss);
  }
}

}}  // namespace anneal
