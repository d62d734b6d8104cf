#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(SideBySide, ShowsWhatEachLibraryMakesOfOneRequest) {
  const Outcome outcome =
      run_anneal({"preview", "--side-by-side", "4it", "--updates", "10", "--explain"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Hugging Face, Optax, Keras, Composer, Paddle, Megatron-LM\n"
                                     "             0   0.25    0.5   0.75      1  0.933   0.75"));
  EXPECT_THAT(outcome.out, HasSubstr("llm.c, torchtitan\n"
                                     "          0.25    0.5   0.75      1      1  0.933   0.75"));
  EXPECT_THAT(outcome.out, HasSubstr("torchtitan, version=2025\n"
                                     "           0.2    0.4    0.6    0.8   0.95  0.812  0.611"));
  EXPECT_THAT(outcome.out, HasSubstr("torch.OneCycleLR(max_lr=1, total_steps=10it"));
}

TEST(SideBySide, WantsTheUnitOfTheWarmup) {
  for (const char* length : {"4", "4ev", "cosine"}) {
    const Outcome outcome = run_anneal({"preview", "--side-by-side", length});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, StartsWith("anneal: error: --side-by-side: got "));
    EXPECT_EQ(lines_of(outcome.err).size(), 1U);
  }
}

TEST(SideBySide, RefusesAWarmupThatFillsTheRun) {
  const Outcome outcome = run_anneal({"preview", "--side-by-side", "10it", "--updates", "10"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("a warmup of 10 updates in a run of 10"));
}

}}  // namespace anneal::cli
