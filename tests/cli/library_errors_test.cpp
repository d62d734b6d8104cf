#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/report/gnuplot.h"
#include "tests/cli/program.h"

// The standard library's own errors name a function of it. They are put in words of the user once,
// for all commands.

namespace anneal::cli { namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(LibraryErrors, OfATemporaryFolderThatIsNotThereNameItsVariable) {
  if (!report::gnuplot_available()) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal({"preview", "cosine", "--plot", "cosine.svg"}, folder.path(),
                                     {{"TMPDIR", "/nowhere"}});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("does the folder that TMPDIR names exist?"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("temp_directory_path")));
}

TEST(LibraryErrors, OfMemorySayWhatTakesLess) {
#if defined(ANNEAL_SANITIZED)
  GTEST_SKIP() << "an instrumented program ends when it is refused memory";
#endif
  // Each size for itself is modest, but attention would compare 8 million positions with as many:
  // 256 TB, which no process can address.
  const TemporaryFolder folder;
  const Outcome outcome =
      run_anneal({"train", "--data", "bigram(n=1, validation=1, length=8000000)", "--model",
                  "transformer(layers=1, width=1, heads=1)", "--batch-size", "1", "--updates", "1",
                  "--out", "o"},
                 folder.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err,
              StartsWith("anneal: error: memory: there is not enough for this (a smaller "
                         "data set or model"));
  EXPECT_EQ(lines_of(outcome.err).size(), 1U);
  EXPECT_EQ(everything_in(folder.path()).size(), 0U);
}

}}  // namespace anneal::cli
