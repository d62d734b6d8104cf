#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using testing::HasSubstr;

TEST(DialectVersion, IsListedWithTheEntry) {
  const Outcome torch = run_anneal({"list", "torch.StepLR"});
  EXPECT_EQ(torch.exit_code, 0) << torch.err;
  EXPECT_THAT(unwrapped(torch.out), HasSubstr("checked against PyTorch 1.13.1, run beside ours"));
  const Outcome titan = run_anneal({"list", "torchtitan.linear_warmup_stable_decay"});
  EXPECT_THAT(unwrapped(titan.out), HasSubstr("(version=2025: 73bb964)"));
}

TEST(DialectVersion, IsInTheListingOfEveryNewLibrary) {
  const Outcome all = run_anneal({"list", "schedules"});
  for (const char* name : {"deepspeed.WarmupLR", "megatron.WSD", "olmo.CosWithWarmup"}) {
    EXPECT_THAT(all.out, HasSubstr(name));
  }
}

// The numbers of a bug report.
TEST(DialectBoundary, HuggingFacesLinearIsAtItsEndWhenTheWarmupIsAllOfIt) {
  const Outcome outcome =
      run_anneal({"preview", "hf.linear(num_warmup_steps=4it, num_training_steps=4it)", "--updates",
                  "6", "--csv", "-"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const char* const rates[] = {"0", "0.25", "0.5", "0.75", "0", "0"};
  const std::vector<std::string> lines = lines_of(outcome.out);
  ASSERT_EQ(lines.size(), 7U) << outcome.out;
  for (std::size_t t = 0; t < 6; ++t) {
    EXPECT_EQ(lines[t + 1].rfind(std::to_string(t) + ",", 0), 0U) << lines[t + 1];
    EXPECT_THAT(lines[t + 1] + ",", HasSubstr(std::string(",") + rates[t] + ",")) << t;
  }
}

}}  // namespace anneal::cli
