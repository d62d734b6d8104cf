#include "apps/study/compare.h"

#include <set>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/study/summary.h"
#include "apps/training/engines.h"
#include "tests/support/temporary_folder.h"

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
    const auto engine = make_engine(Precision::kFloat);
    run_study(*engine, expand(small_study()), {.jobs = jobs, .out = folder / std::to_string(jobs)},
              {});
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
  const auto engine = make_engine(Precision::kDouble);
  const TemporaryFolder folder;
  const std::vector<StudyRun> runs = expand(small_study());
  run_study(*engine, runs, {.jobs = 2, .out = folder / "out"}, {});
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
  const auto engine = make_engine(Precision::kFloat);
  const std::vector<StudyResult> results = run_study(*engine, expand(config), {}, {});
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
  const auto engine = make_engine(Precision::kFloat);
  EXPECT_THROW(run_study(*engine, expand(config), {.out = folder / "out"}, {}),
               std::invalid_argument);
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(RunStudy, LeavesOutWhatWasNotStartedWhenStopped) {
  std::stop_source source;
  source.request_stop();
  const auto engine = make_engine(Precision::kFloat);
  EXPECT_TRUE(run_study(*engine, expand(small_study()), {}, source.get_token()).empty());
}

}}  // namespace anneal
