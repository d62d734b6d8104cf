// Warnings belong to the run: whoever trains it says them, quiet or not, and its files keep them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "apps/cli/commands/arm_remarks.h"
#include "apps/records/summary.h"
#include "tests/cli/program.h"

namespace anneal::cli { namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kSecondWarmup = "radam warms its rate up by itself";

std::vector<std::string> small(const std::string& command, const std::vector<std::string>& more) {
  std::vector<std::string> words = {command,  "--data",       "moons", "--model",
                                    "mlp(4)", "--out",        "run",   "--updates",
                                    "30",     "--eval-every", "10it",  "--no-figures"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::size_t count_in(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

TEST(RunWarnings, TrainSaysThemOnStderrQuietOrNotAndItsFilesKeepThem) {
  for (const bool quiet : {false, true}) {
    const TemporaryFolder folder;
    std::vector<std::string> words = small(
        "train", {"--optimizer", "radam(lr=0.01)", "--schedule", "warmup(20%) then constant"});
    if (quiet) {
      words.emplace_back("-q");
    }
    const Outcome outcome = run_anneal(words, folder.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(count_in(outcome.err, std::string("anneal: warning: ") + kSecondWarmup), 1U);
    EXPECT_THAT(outcome.out, Not(HasSubstr("warning")));
    EXPECT_EQ(count_in(outcome.out, "note: the first update has rate 0"), quiet ? 0U : 1U);
    EXPECT_THAT(outcome.err, Not(HasSubstr("first update")));
    EXPECT_THAT(read_text(folder / "run/run.toml"), HasSubstr(kSecondWarmup));
    const RunEnd end = read_summary(folder / "run/summary.json");
    EXPECT_THAT(end.warnings, ElementsAre(HasSubstr(kSecondWarmup)));
    EXPECT_THAT(end.notes, ElementsAre(HasSubstr("the first update has rate 0")));
    EXPECT_THAT(read_text(folder / "run/run.toml"),
                testing::ContainsRegex("\nnotes = \\[[^]]*the first update"));
  }
}

TEST(RunWarnings, CompareSaysEachOnceAndOfWhichArms) {
  const TemporaryFolder folder;
  const Outcome outcome = run_anneal(
      small("compare",
            {"--optimizer", "radam(lr=0.003)", "--optimizer", "sgd(lr=0.1)", "--schedule",
             "warmup(10%) then cosine", "--schedule", "plateau(metric=val_loss)", "--schedule",
             "warmup(80%) then cosine", "--schedule", "step(every=100ep)", "--seeds", "2", "-q"}),
      folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(count_in(outcome.err, "anneal: warning: "), 4U) << outcome.err;
  EXPECT_THAT(outcome.err,
              HasSubstr("anneal: warning: radam(lr=0.003) with warmup(10%) then cosine; "
                        "radam(lr=0.003) with warmup(80%) then cosine: radam warms"));
  EXPECT_THAT(outcome.err, HasSubstr("warning: plateau(metric=val_loss): plateau"));
  EXPECT_THAT(outcome.err, HasSubstr("it will never act"));
  EXPECT_THAT(outcome.err, HasSubstr("warning: warmup(80%) then cosine: warmup(80%) takes 24 of"));
  EXPECT_THAT(outcome.err, HasSubstr("warning: step(every=100ep): "));
  const std::string arm = "run/runs/radam-lr-0.003__step-every-100ep__seed1/";
  EXPECT_THAT(read_summary(folder / (arm + "summary.json")).warnings,
              ElementsAre(HasSubstr("the rate never falls")));
}

TEST(RunWarnings, DescendSaysThemOnceAndOfWhichArms) {
  const Outcome outcome = run_anneal({"descend", "booth", "--optimizer", "rmsprop(lr=0.01)",
                                      "--optimizer", "adam(lr=0.01)", "--schedule", "constant",
                                      "--schedule", "warmup(10%) then constant"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(count_in(outcome.err, "warning: "), 1U) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("anneal: warning: rmsprop(lr=0.01) with constant: v starts"));
  EXPECT_THAT(outcome.out, HasSubstr("note: adam(lr=0.01) with warmup(10%)"));
}

TEST(ArmRemarks, NameArmsByTheShortestNamesThatSayWhich) {
  const std::vector<ArmRemarks> arms = {{"sgd", "a", {"all", "one", "of a", "of sgd"}},
                                        {"sgd", "b", {"all", "of sgd"}},
                                        {"adam", "a", {"all", "of a", "two"}},
                                        {"adam", "b", {"all"}}};
  EXPECT_THAT(grouped(arms),
              ElementsAre("all", "sgd with a: one", "a: of a", "sgd: of sgd", "adam with a: two"));
  EXPECT_THAT(grouped(std::vector<ArmRemarks>{{"sgd", "a", {"x"}}}), ElementsAre("x"));
  EXPECT_THAT(grouped({}), IsEmpty());
}

}}  // namespace anneal::cli
