#include "apps/records/run_folder.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/output_file.h"
#include "apps/records/record_writers.h"
#include "tests/support/temporary_folder.h"

namespace anneal { namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ThrowsMessage;
using testing_support::read_text;
using testing_support::TemporaryFolder;
using testing_support::write_text;

class Bytes final : public Snapshot {
 public:
  Bytes(std::string bytes, bool at_end) : bytes_(std::move(bytes)), at_end_(at_end) {}
  std::string safetensors() const override { return bytes_; }
  bool at_end() const override { return at_end_; }

 private:
  std::string bytes_;
  bool at_end_;
};

RunHeader header() {
  RunHeader h;
  h.data = "blobs";
  h.optimizer = "sgd(lr=0.1)";
  h.schedule = "table(file=\"a\\b\")";
  h.updates_per_epoch = 4;
  h.updates = 8;
  h.base_lr = 1.0;
  h.precision = "double";
  return h;
}

TEST(RunFolder, RefusesAFolderThatIsNotEmptyAndLeavesItAsItIs) {
  const TemporaryFolder folder;
  write_text(folder / "kept.txt", "precious");
  EXPECT_THAT([&] { RunFolder{folder.path()}; },
              ThrowsMessage<std::invalid_argument>(
                  AllOf(HasSubstr(folder.path().string()), HasSubstr("exists and is not empty"))));
  EXPECT_EQ(read_text(folder / "kept.txt"), "precious");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(RunFolder, RefusesAFileAndAnImpossiblePlace) {
  const TemporaryFolder folder;
  write_text(folder / "file", "");
  EXPECT_THAT([&] { RunFolder{folder / "file"}; },
              ThrowsMessage<std::invalid_argument>(HasSubstr("is not a folder")));
  EXPECT_THROW(RunFolder{folder / "file/below"}, std::invalid_argument);
  EXPECT_THROW(RunFolder{"/proc/anneal-cannot-be-written"}, std::invalid_argument);
  EXPECT_THROW(RunFolder{""}, std::invalid_argument);
}

TEST(RunFolder, TakesAnEmptyFolderAndCreatesParents) {
  const TemporaryFolder folder;
  const RunFolder first(folder / "a/b/c");
  EXPECT_TRUE(fs::exists(folder / "a/b/c/steps.csv"));
  EXPECT_FALSE(fs::exists(folder / "a/b/c/.anneal"));
}

TEST(RunFolder, WritesShortestNumbersAndOneRowPerRecord) {
  const TemporaryFolder folder;
  RunFolder run(folder.path());
  run.start({}, header());
  run.update({.step = 0, .epoch = 0.0, .lr = 0.1, .loss = 1.0 / 3.0, .grad_norm = 2.0});
  run.update({.step = 1, .epoch = 0.25, .lr = 1e-7, .loss = 2.5, .grad_norm = 1e300});
  run.eval({.step = 2, .epoch = 0.5, .lr = 0.1, .train_loss = 1.0, .val_loss = 2.0});
  run.eval(
      {.step = 4, .epoch = 1.0, .lr = 0.1, .train_loss = 1, .val_loss = 2, .val_accuracy = 0.5});
  EXPECT_EQ(read_text(folder / "steps.csv"),
            "step,epoch,lr,loss,grad_norm\n"
            "0,0,0.1,0.3333333333333333,2\n"
            "1,0.25,1e-07,2.5,1e+300\n");
  EXPECT_EQ(read_text(folder / "evals.csv"),
            "step,epoch,lr,train_loss,val_loss,val_accuracy\n"
            "2,0.5,0.1,1,2,\n"
            "4,1,0.1,1,2,0.5\n");
}

TEST(RunFolder, AddsColumnsForScheduledHyperParametersOnly) {
  const TemporaryFolder folder;
  RunFolder run(folder.path());
  RunHeader with_momentum = header();
  with_momentum.momentum_schedule = "cosine";
  run.start({}, with_momentum);
  run.update({.step = 0, .lr = 0.5, .loss = 1.0, .grad_norm = 2.0, .momentum = 0.9});
  run.end({});
  EXPECT_EQ(read_text(folder / "steps.csv"),
            "step,epoch,lr,loss,grad_norm,momentum\n0,0,0.5,1,2,0.9\n");
}

TEST(RunFolder, KeepsTheCheckpointBeforeTheLast) {
  const TemporaryFolder folder;
  RunFolder run(folder.path());
  run.snapshot(Bytes("one", false));
  EXPECT_EQ(read_text(folder / "checkpoint.safetensors"), "one");
  run.snapshot(Bytes("two", false));
  run.snapshot(Bytes("three", true));
  EXPECT_EQ(read_text(folder / "checkpoint.safetensors"), "three");
  EXPECT_EQ(read_text(folder / "checkpoint.previous.safetensors"), "two");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 4);  // and the two csv files
}

TEST(RunFolder, WritesOnlyTheLastCheckpointWhenAskedTo) {
  const TemporaryFolder folder;
  RunFolder run(folder.path(), {.checkpoints = Checkpoints::kAtEnd});
  run.snapshot(Bytes("one", false));
  EXPECT_FALSE(fs::exists(folder / "checkpoint.safetensors"));
  run.snapshot(Bytes("two", true));
  EXPECT_EQ(read_text(folder / "checkpoint.safetensors"), "two");
}

TEST(RunToml, QuotesTextsAndKeepsFloatsFloats) {
  RunConfig config;
  config.batch_size = RunConfig::kFullBatch;
  config.clip_norm = 2.0;
  EXPECT_THAT(run_toml(config, header()),
              AllOf(HasSubstr("schedule = \"table(file=\\\"a\\\\b\\\")\"\n"),
                    HasSubstr("batch_size = \"full\"\n"), HasSubstr("clip_norm = 2.0\n"),
                    HasSubstr("base_lr = 1.0\n"), HasSubstr("epochs = 10\n"),
                    HasSubstr("[resolved]\n"), HasSubstr("[build]\n"), HasSubstr("simd = \"")));
}

TEST(SummaryJson, SaysHowADivergedRunEndedWithItsLastGoodNumbers) {
  RunResult result;
  result.status = RunStatus::kDiverged;
  result.diverged_at = 18;
  result.updates = 18;
  result.last_loss = 2.5;
  const std::string text = summary_json({}, header(), result);
  EXPECT_THAT(text, AllOf(HasSubstr(R"("status": "diverged at update 18")"),
                          HasSubstr(R"("diverged_at": 18)"), HasSubstr(R"("last_loss": 2.5)"),
                          HasSubstr(R"("final": null)"), Not(HasSubstr("nan"))));
}

TEST(RunResult, FinalIsTheLastEvaluationAndBestTheLowestValidationLoss) {
  RunResult result;
  EXPECT_FALSE(result.final_eval().has_value());
  result.evals = {
      {.step = 1, .val_loss = 3}, {.step = 2, .val_loss = 1}, {.step = 3, .val_loss = 2}};
  EXPECT_EQ(result.final_eval()->step, 3);
  EXPECT_EQ(result.best_eval()->step, 2);
  EXPECT_EQ(status_text(result), "done");
}

TEST(OutputFile, ReportsAFullDisk) {
  if (!fs::exists("/dev/full")) {
    GTEST_SKIP() << "no /dev/full here";
  }
  OutputFile file("/dev/full");
  file.write("one byte or more");
  EXPECT_THAT([&] { file.flush(); }, ThrowsMessage<std::runtime_error>(AllOf(
                                         HasSubstr("/dev/full"), HasSubstr("No space left"))));
}

}}  // namespace anneal
