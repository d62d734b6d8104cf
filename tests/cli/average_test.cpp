#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// With the raw weights' statistics the average has training and validation losses of .9891 and
// 1.0264, worse than theirs of .9580 and 1.0237.
TEST(Average, OfANetworkWithBatchNormIsBetterThanItsLastWeights) {
  if (!std::filesystem::exists("/usr/share/datasets/fashion-mnist")) {
    GTEST_SKIP() << "needs Debian's dataset-fashion-mnist";
  }
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal({"train", "--data", "fashion-mnist(train=2000, validation=1000, pool=2)",
                  "--model", "cnn([16, 32])", "--updates", "31", "--optimizer", "sgd(lr=0.2)",
                  "--average", "tail(start=1it)", "--no-figures", "--out", "run"},
                 folder.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const CsvTable evals = read_csv(folder / "run/evals.csv");
  EXPECT_NEAR(evals.numbers("train_loss").back(), 0.9580, 2e-3);
  EXPECT_NEAR(evals.numbers("avg_train_loss").back(), 0.9028, 2e-3);
  EXPECT_NEAR(evals.numbers("avg_val_loss").back(), 0.9450, 2e-3);
}

TEST(Average, WithABareNumberIsToldWhatToWrite) {
  const TemporaryFolder folder;
  const std::string small = "moons(n=320)";
  const Outcome tail =
      run_anneal({"train", "--data", small, "--average", "tail(start=10, every=2)", "--out", "run"},
                 folder.path());
  EXPECT_EQ(tail.exit_code, 2);
  EXPECT_THAT(tail.err,
              HasSubstr("10 what? write 10it (updates), 10ep (epochs) or 5% (of the run)"));
  EXPECT_THAT(everything_in(folder.path()), testing::IsEmpty());
}

TEST(Average, ThatNeverBeginsIsWarnedOf) {
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal({"train", "--data", "moons(n=320)", "--model", "mlp(4)", "--updates", "62",
                  "--average", "lawa", "--no-figures", "--out", "run"},
                 folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out + outcome.err, HasSubstr("lawa takes no set of weights in 62 updates"));
  EXPECT_THAT(read_text(folder / "run/evals.csv"), Not(HasSubstr("avg_")));
}

TEST(Average, IsListedWithTheUnitsOfItsLengths) {
  EXPECT_THAT(run_anneal({"list", "averages"}).out,
              AllOf(HasSubstr("tail(start=75%, every=1it)"), HasSubstr("every=100it")));
}

}}  // namespace anneal::cli
