#include <cmath>
#include <optional>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/run_folder.h"
#include "core/text.h"
#include "tests/support/temporary_folder.h"

namespace anneal { namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;
using testing_support::read_text;
using testing_support::TemporaryFolder;

class NothingToSee final : public RunView {
 public:
  std::int64_t step() const override { return 0; }
  bool at_end() const override { return true; }
  NamedArrays parameters() const override { return {}; }
  std::optional<NamedArrays> average() const override { return {}; }
  NamedArrays state() const override { return {}; }
};

RunHeader header() {
  RunHeader header;
  header.updates_per_epoch = 10;
  header.updates = 7;
  header.log_every = 3;
  return header;
}

/// Seven updates with the losses 1, 2, 6, 0.5, 0.5, 0.5, 9.
void write_seven(const std::filesystem::path& folder, const RunHeader& header) {
  RunFolder run(folder);
  run.start(header, NothingToSee());
  const std::vector<double> losses = {1, 2, 6, 0.5, 0.5, 0.5, 9};
  for (std::size_t t = 0; t < losses.size(); ++t) {
    const auto step = static_cast<std::int64_t>(t);
    run.update({.step = step,
                .epoch = static_cast<double>(t) / 10,
                .lr = 1 / static_cast<double>(t + 1),
                .loss = losses[t],
                .grad_norm = static_cast<double>(10 * t)});
  }
  run.end({});
}

TEST(LogEvery, ARowHasTheLastUpdateOfItsBlockAndMeanLeastAndGreatestLoss) {
  const TemporaryFolder folder;
  write_seven(folder.path(), header());
  EXPECT_EQ(read_text(folder / "steps.csv"),
            "step,epoch,lr,loss,grad_norm,loss_min,loss_max\n"
            "2,0.2,0.3333333333333333,3,20,1,6\n"
            "5,0.5,0.16666666666666666,0.5,50,0.5,0.5\n"
            "6,0.6,0.14285714285714285,9,60,9,9\n");  // what was left when the run ended
}

TEST(LogEvery, ReadsBackAsCurvesWithBounds) {
  const TemporaryFolder folder;
  write_seven(folder.path(), header());
  const RunData run = read_run(folder.path());
  EXPECT_EQ(run.updates_per_row, 3);
  ASSERT_EQ(run.loss.size(), 3U);
  EXPECT_EQ(run.loss[0].x, 0.2);
  EXPECT_EQ(run.loss[0].y, 3);
  EXPECT_EQ(run.loss_min[0].y, 1);
  EXPECT_EQ(run.loss_max[0].y, 6);
  EXPECT_EQ(run.rate[2].y, 1.0 / 7);

  const TemporaryFolder every;
  RunHeader each = header();
  each.log_every = 1;
  write_seven(every.path(), each);
  const RunData all = read_run(every.path());
  EXPECT_EQ(all.updates_per_row, 1);
  EXPECT_EQ(all.loss.size(), 7U);
  EXPECT_TRUE(all.loss_min.empty() && all.loss_max.empty());
}

TEST(LogEvery, IsEveryUpdateUnlessTheRunIsLong) {
  RunHeader run;
  run.updates_per_epoch = 100;
  const auto rows_of = [&](std::int64_t updates, const std::string& text) {
    run.updates = updates;
    run.config.log_every = text;
    return updates_of_a_row(run);
  };
  EXPECT_EQ(rows_of(1, "auto"), 1);
  EXPECT_EQ(rows_of(100'000, "auto"), 1);
  EXPECT_EQ(rows_of(100'001, "auto"), 2);
  EXPECT_EQ(rows_of(1'000'000, "auto"), 10);
  EXPECT_EQ(rows_of(1'000'000, "1it"), 1);
  EXPECT_EQ(rows_of(1000, "2ep"), 200);
  EXPECT_EQ(rows_of(1000, "1%"), 10);
  EXPECT_EQ(rows_of(1000, "5000it"), 1000);
  for (const std::string wrong : {"nan", "0it", "-1it", "10", "3ev", "0.001%", "then", ""}) {
    EXPECT_THROW(rows_of(1000, wrong), std::invalid_argument) << wrong;
  }
}

TEST(ReadColumns, TakesWhatIsThereAndSaysWhatDoesNotFit) {
  const TemporaryFolder folder;
  const auto file = folder.write("a.csv",
                                 "step,\"a, b\",loss\r\n"
                                 "0,x,1.5\r\n"
                                 "\n"
                                 "1,\"y, \"\"\nz\",\n"
                                 "2,\"q\",\"2.5\"\n"
                                 "3,cut,9");
  const NumberColumns columns = read_columns(file);
  EXPECT_THAT(columns.at("step"), ElementsAre(0, 1, 2));  // the last row has no newline
  ASSERT_EQ(columns.at("loss").size(), 3U);
  EXPECT_EQ(columns.at("loss")[0], 1.5);
  EXPECT_TRUE(std::isnan(columns.at("loss")[1]));
  EXPECT_EQ(columns.at("loss")[2], 2.5);
  EXPECT_TRUE(std::isnan(columns.at("a, b").front()));  // words
  EXPECT_EQ(samples_of(columns, "step", "loss").size(), 2U);
  EXPECT_TRUE(samples_of(columns, "step", "absent").empty());

  const auto broken = folder.write("b.csv", "step,loss\n0,1\n1,2,3\n");
  EXPECT_THAT(
      [&] { read_columns(broken); },
      ThrowsMessage<std::runtime_error>(HasSubstr("b.csv: row 2 has 3 cells, the header has 2")));
  EXPECT_THROW(read_columns(folder / "none.csv"), std::runtime_error);
}

}}  // namespace anneal
