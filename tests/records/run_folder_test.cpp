#include "apps/records/run_folder.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/checkpoint.h"
#include "apps/records/run_toml.h"
#include "apps/records/summary.h"
#include "core/storage/file.h"
#include "core/storage/safetensors.h"
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

/// A run whose state is one word.
class Frozen final : public RunView {
 public:
  Frozen(std::string word, bool at_end) : word_(std::move(word)), at_end_(at_end) {}
  std::int64_t step() const override { return 0; }
  bool at_end() const override { return at_end_; }
  NamedArrays parameters() const override { return {.arrays = {}, .metadata = {{"of", word_}}}; }
  std::optional<NamedArrays> average() const override { return std::nullopt; }
  NamedArrays state() const override { return {.arrays = {}, .metadata = {{"word", word_}}}; }

 private:
  std::string word_;
  bool at_end_;
};

const Frozen kStart("start", false);

std::string word_in(const fs::path& checkpoint) {
  return read_checkpoint(checkpoint).metadata.at("word");
}

RunHeader header() {
  RunHeader h;
  h.config.data = "blobs";
  h.config.optimizer = "sgd(lr=0.1)";
  h.config.schedule = "table(file=\"a\\b\")";
  h.config.precision = Precision::kDouble;
  h.updates_per_epoch = 4;
  h.updates = 8;
  h.base_lr = 1.0;
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
}

TEST(RunFolder, WritesShortestNumbersAndOneRowPerRecord) {
  const TemporaryFolder folder;
  RunFolder run(folder.path());
  run.start(header(), kStart);
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
  with_momentum.config.momentum_schedule = "cosine";
  run.start(with_momentum, kStart);
  run.update({.step = 0, .lr = 0.5, .loss = 1.0, .grad_norm = 2.0, .momentum = 0.9});
  run.end({});
  EXPECT_EQ(read_text(folder / "steps.csv"),
            "step,epoch,lr,loss,grad_norm,momentum\n0,0,0.5,1,2,0.9\n");
}

TEST(RunFolder, AddsAColumnForEachNumberThatOnlyThisRunHas) {
  const TemporaryFolder folder;
  RunFolder run(folder.path());
  RunHeader more = header();
  more.config.weight_decay_schedule = "cosine";
  more.config.average = "ema";
  more.extra_columns = {"lr:layers.0.*", "d, of \"Prodigy\""};
  run.start(more, kStart);
  run.update({.step = 0, .lr = 1, .loss = 2, .grad_norm = 3, .weight_decay = 4, .extra = {5, 6}});
  run.eval({.step = 1, .lr = 1, .train_loss = 2, .val_loss = 3});
  run.eval({.step = 2,
            .lr = 1,
            .train_loss = 2,
            .val_loss = 3,
            .average = AverageEval{.train_loss = 4, .val_loss = 5, .val_accuracy = 0.25}});
  run.end({});
  EXPECT_EQ(read_text(folder / "steps.csv"),
            "step,epoch,lr,loss,grad_norm,weight_decay,lr:layers.0.*,\"d, of \"\"Prodigy\"\"\"\n"
            "0,0,1,2,3,4,5,6\n");
  EXPECT_EQ(read_text(folder / "evals.csv"),
            "step,epoch,lr,train_loss,val_loss,val_accuracy,avg_train_loss,avg_val_loss,"
            "avg_val_accuracy\n"
            "1,0,1,2,3,,,,\n"
            "2,0,1,2,3,,4,5,0.25\n");
}

TEST(RunFolder, KeepsTheCheckpointBeforeTheLast) {
  const TemporaryFolder folder;
  RunFolder run(folder.path());
  run.pause(Frozen("one", false));
  EXPECT_EQ(read_text(folder / "checkpoint.safetensors"),
            encode_safetensors(Frozen("one", false).state()));
  run.pause(Frozen("two", false));
  run.pause(Frozen("three", true));
  EXPECT_EQ(word_in(folder / "checkpoint.safetensors"), "three");
  EXPECT_EQ(word_in(folder / "checkpoint.previous.safetensors"), "two");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}),
            5);  // and the two csv files and .anneal
}

TEST(RunFolder, WritesOnlyTheLastCheckpointWhenAskedTo) {
  const TemporaryFolder folder;
  RunFolder run(folder.path(), {.checkpoints = Checkpoints::kAtEnd});
  run.pause(Frozen("one", false));
  EXPECT_FALSE(fs::exists(folder / "checkpoint.safetensors"));
  run.pause(Frozen("two", true));
  EXPECT_EQ(word_in(folder / "checkpoint.safetensors"), "two");
}

TEST(RunFolder, WritesNoCheckpointWhenNoneIsWanted) {
  const TemporaryFolder folder;
  RunFolder run(folder.path(), {.checkpoints = Checkpoints::kNone});
  run.pause(Frozen("one", true));
  EXPECT_FALSE(fs::exists(folder / "checkpoint.safetensors"));
}

TEST(RunFolder, SaysWithWhichWordsTheRunWasStarted) {
  const TemporaryFolder folder;
  RunFolder run(folder.path(), {.command = {"anneal", "train", "--data", "a \"b\""}});
  run.start(header(), kStart);
  EXPECT_THAT(read_text(folder / "run.toml"),
              HasSubstr(R"(command = "anneal train --data 'a \"b\"'")"));
}

TEST(InitialParametersWriter, WritesThemWhenTheRunStarts) {
  const TemporaryFolder folder;
  InitialParametersWriter writer(folder / "init.safetensors");
  writer.start(header(), kStart);
  EXPECT_EQ(read_checkpoint(folder / "init.safetensors"), kStart.parameters());
  InitialParametersWriter nowhere(folder / "no/such/folder/init.safetensors");
  EXPECT_THAT([&] { nowhere.start(header(), kStart); },
              ThrowsMessage<std::runtime_error>(HasSubstr("no/such/folder")));
}

TEST(Checkpoint, ThatCannotBeReadIsNamed) {
  const TemporaryFolder folder;
  folder.write("damaged.safetensors", "no state");
  for (const char* name : {"damaged.safetensors", "missing.safetensors"}) {
    EXPECT_THAT([&] { read_checkpoint(folder / name); },
                ThrowsMessage<std::runtime_error>(HasSubstr(name)));
  }
}

TEST(SummaryJson, SaysHowADivergedRunEndedWithItsLastGoodNumbers) {
  RunResult result;
  result.status = RunStatus::kDiverged;
  result.diverged_at = 18;
  result.updates = 18;
  result.last_loss = 2.5;
  const std::string text = summary_json(header(), result);
  EXPECT_THAT(text, AllOf(HasSubstr(R"("status": "diverged at update 18")"),
                          HasSubstr(R"("diverged_at": 18)"), HasSubstr(R"("last_loss": 2.5)"),
                          HasSubstr(R"("final": null)"), Not(HasSubstr("nan"))));
}

TEST(SummaryJson, ReadsBackHowARunEnded) {
  const TemporaryFolder folder;
  RunResult result;
  result.updates = 20;
  result.evals = {{.step = 10, .epoch = 0.1, .lr = 1.0 / 3, .train_loss = 1, .val_loss = 0.5},
                  {.step = 20,
                   .epoch = 0.2,
                   .lr = 0.25,
                   .train_loss = 0.75,
                   .val_loss = 0.625,
                   .val_accuracy = 0.5,
                   .average = AverageEval{.train_loss = 2, .val_loss = 3, .val_accuracy = 0.25}}};
  const RunEnd end = read_summary(folder.write("summary.json", summary_json(header(), result)));
  EXPECT_EQ(end.status, "done");
  EXPECT_EQ(end.updates, 20);
  ASSERT_TRUE(end.final_eval && end.best_eval && end.final_eval->average);
  EXPECT_EQ(end.final_eval->step, 20);
  EXPECT_EQ(end.final_eval->val_accuracy, 0.5);
  EXPECT_EQ(end.final_eval->average->train_loss, 2);
  EXPECT_EQ(end.final_eval->average->val_loss, 3);
  EXPECT_EQ(end.final_eval->average->val_accuracy, 0.25);
  EXPECT_EQ(end.best_eval->step, 10);
  EXPECT_EQ(end.best_eval->epoch, 0.1);
  EXPECT_EQ(end.best_eval->lr, 1.0 / 3);
  EXPECT_EQ(end.best_eval->train_loss, 1);
  EXPECT_EQ(end.best_eval->val_loss, 0.5);
  EXPECT_FALSE(end.best_eval->val_accuracy || end.best_eval->average);

  const RunEnd nothing = read_summary(folder.write("summary.json", summary_json(header(), {})));
  EXPECT_FALSE(nothing.final_eval || nothing.best_eval);
}

TEST(SummaryJson, RefusesWhatIsNoSummaryAndNamesTheFile) {
  const TemporaryFolder folder;
  for (const char* text : {"", "{", "[]", "{}", R"({"status": 1, "updates": 2})",
                           R"({"status": "done", "updates": 2, "final": {}, "best": null})"}) {
    const fs::path file = folder.write("summary.json", text);
    EXPECT_THAT(
        [&] { read_summary(file); },
        ThrowsMessage<std::runtime_error>(HasSubstr(file.string() + ": is no summary of a run: ")))
        << text;
  }
  EXPECT_THAT([&] { read_summary(folder / "missing.json"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("missing.json")));
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
