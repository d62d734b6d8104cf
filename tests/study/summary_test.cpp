#include "apps/study/summary.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace anneal { namespace {

using testing_support::read_text;
using testing_support::TemporaryFolder;

StudyResult finished(const std::string& schedule, std::uint64_t seed, double val_loss) {
  StudyResult one;
  one.run = {
      .name = schedule, .optimizer = "sgd", .schedule = schedule, .seed = seed, .config = {}};
  one.result.updates = 10;
  one.result.evals = {
      {.step = 10, .train_loss = 2 * val_loss, .val_loss = val_loss, .val_accuracy = 0.5}};
  return one;
}

StudyResult diverged(const std::string& schedule, std::uint64_t seed) {
  StudyResult one = finished(schedule, seed, 1.0);
  one.result.status = RunStatus::kDiverged;
  one.result.diverged_at = 7;
  one.result.evals.clear();
  return one;
}

TEST(Summary, IsMeanAndSampleDeviationOverTheSeeds) {
  const std::vector<StudyResult> results = {finished("a", 0, 1.0), finished("a", 1, 2.0),
                                            finished("a", 2, 6.0), finished("b", 0, 5.0)};
  const std::vector<SummaryRow> rows = summarize(results);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].schedule, "a");
  EXPECT_EQ(rows[0].runs, 3);
  EXPECT_DOUBLE_EQ(rows[0].val_loss->mean, 3.0);
  EXPECT_DOUBLE_EQ(*rows[0].val_loss->sd, std::sqrt(7.0));  // ((-2)^2 + (-1)^2 + 3^2) / 2
  EXPECT_DOUBLE_EQ(rows[0].train_loss->mean, 6.0);
  EXPECT_FALSE(rows[1].val_loss->sd.has_value());  // one seed has no spread
}

TEST(Summary, CountsDivergedRunsAndKeepsThemOutOfTheMeans) {
  const std::vector<StudyResult> results = {finished("a", 0, 1.0), diverged("a", 1),
                                            diverged("b", 0)};
  const std::vector<SummaryRow> rows = summarize(results);
  EXPECT_EQ(rows[0].runs, 2);
  EXPECT_EQ(rows[0].diverged, 1);
  EXPECT_EQ(rows[0].val_loss->n, 1);
  EXPECT_DOUBLE_EQ(rows[0].val_loss->mean, 1.0);
  EXPECT_EQ(rows[1].diverged, 1);
  EXPECT_FALSE(rows[1].val_loss.has_value());
}

TEST(SummaryCsv, HasOneRowPerRunWithEmptyFieldsForWhatIsMissing) {
  const TemporaryFolder folder;
  const std::vector<StudyResult> results = {finished("step(at=[1, 2])", 0, 1.0), diverged("b", 3)};
  write_summary(folder.path(), results);
  EXPECT_EQ(read_text(folder / "summary.csv"),
            "run,optimizer,schedule,seed,status,diverged_at,remark,updates,train_loss,val_loss,"
            "val_accuracy,"
            "best_val_loss,wall_seconds,update_seconds,updates_per_second\n"
            "\"step(at=[1, 2])\",sgd,\"step(at=[1, 2])\",0,done,,,10,2,1,0.5,1,0,0,0\n"
            "b,sgd,b,3,diverged,7,,10,,,,,0,0,0\n");
}

TEST(SummaryCsv, HasThreeMoreColumnsWhereWeightsAreAveraged) {
  const TemporaryFolder folder;
  std::vector<StudyResult> results = {finished("a", 0, 1.0), finished("a", 1, 1.0)};
  for (StudyResult& one : results) {
    one.header.config.average = "ema";
  }
  results[0].result.evals[0].average =
      AverageEval{.train_loss = 4, .val_loss = 0.25, .val_accuracy = 0.75};
  write_summary(folder.path(), results);
  EXPECT_EQ(read_text(folder / "summary.csv"),
            "run,optimizer,schedule,seed,status,diverged_at,remark,updates,train_loss,val_loss,"
            "val_accuracy,"
            "best_val_loss,wall_seconds,update_seconds,updates_per_second,"
            "avg_train_loss,avg_val_loss,avg_val_accuracy\n"
            "a,sgd,a,0,done,,,10,2,1,0.5,1,0,0,0,4,0.25,0.75\n"
            "a,sgd,a,1,done,,,10,2,1,0.5,1,0,0,0,,,\n");
  EXPECT_EQ(summarize(results)[0].avg_val_loss->n, 1);
  EXPECT_EQ(summarize(results)[0].avg_val_accuracy->mean, 0.75);
}

TEST(MeanSd, OfNothingIsNothingAndOfOneHasNoSpread) {
  EXPECT_FALSE(mean_sd({}).has_value());
  const std::vector<double> one = {2.5};
  EXPECT_EQ(mean_sd(one)->mean, 2.5);
  EXPECT_EQ(mean_sd(one)->n, 1);
  EXPECT_FALSE(mean_sd(one)->sd.has_value());
}

TEST(MeanSd, IsTheSampleDeviation) {
  const std::vector<double> values = {2, 4, 4, 4, 5, 5, 7, 9};
  const MeanSd found = mean_sd(values).value();
  EXPECT_EQ(found.n, 8);
  EXPECT_EQ(found.mean, 5);
  EXPECT_DOUBLE_EQ(*found.sd, std::sqrt(32.0 / 7.0));
  EXPECT_EQ(mean_sd(std::vector<double>(3, 0.5))->sd, 0.0);
}

// Where sums of squares would cancel: the deviation of 1e9 + {4, 7, 13, 16} is sqrt(30).
TEST(MeanSd, IsExactWhereTheSpreadIsSmallBesideTheMean) {
  const std::vector<double> values = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
  EXPECT_DOUBLE_EQ(*mean_sd(values)->sd, std::sqrt(30.0));
}

}}  // namespace anneal
