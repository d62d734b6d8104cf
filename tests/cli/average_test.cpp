#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/records/csv.h"
#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

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
