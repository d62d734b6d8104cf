#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.h"

// Every warning about a schedule can be had from the command line, names the number and the mend,
// and does not stop anything.

namespace anneal::cli { namespace {

using testing::HasSubstr;
using testing::Not;

std::string previewed(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {"preview"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const Outcome outcome = run_anneal(words);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  return unwrapped(outcome.out);
}

TEST(Warnings, APreviewGivesEachWithItsNumberAndItsMend) {
  struct Case {
    std::vector<std::string> arguments;
    std::string says, mend;
  };
  const std::vector<Case> cases = {
      {{"warmup(6ep) then cosine"},
       "takes 600 of 1000 updates (60%): more than half",
       "shorten it"},
      {{"warmup(0it) then cosine"}, "warmup(0it) has 0 updates", "leave it out"},
      {{"warmup(1it) then cosine"}, "warmup(1it) has 1 update", "leave it out"},
      {{"linear", "--updates", "4"},
       "the last update still uses 25% of the peak",
       "lengthen the run"},
      {{"constant(for=5ep) then constant(0.01)", "--lr", "0.1"},
       "the rate jumps from 0.1 to 0.001 at update 500",
       "let the pieces meet"},
      {{"step(every=20ep)"}, "the first step is due at its update 2000", "shorten `every`"},
      {{"multistep(at=[3ep, 20ep])"},
       "the milestone at its update 2000 never comes",
       "move the milestone"},
      {{"plateau(patience=10ev)"},
       "can act after 12 evaluations at the earliest, but sees only 10",
       "lower patience"},
      {{"constant(0)"}, "every rate of the run is 0", "nothing will be trained"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.arguments.front());
    const std::string text = previewed(one.arguments);
    EXPECT_THAT(text, HasSubstr("warning: "));
    EXPECT_THAT(text, HasSubstr(one.says));
    EXPECT_THAT(text, HasSubstr(one.mend));
  }
}

TEST(Warnings, ASoundScheduleHasNone) {
  for (const std::string schedule :
       {"constant", "cosine", "step(every=3ep)", "warmup(5%, from=0.01) then cosine",
        "cosine_restarts(first=5ep)", "plateau(patience=3ev)"}) {
    EXPECT_THAT(previewed({schedule}), Not(HasSubstr("warning"))) << schedule;
  }
}

// The textbook's warmup begins at 0: that is worth a note, and Adam's users alone need it.
TEST(Warnings, AFirstUpdateOfRate0IsANoteOfPreview) {
  const std::string text = previewed({"warmup(5%) then cosine"});
  EXPECT_THAT(text, HasSubstr("note: the first update has rate 0: it moves nothing, yet Adam's"));
  EXPECT_THAT(text, HasSubstr("begin above 0"));
  EXPECT_THAT(text, Not(HasSubstr("warning")));
}

TEST(Warnings, WithCsvOnStandardOutputTheyGoToStandardError) {
  const Outcome outcome = run_anneal({"preview", "warmup(60%) then cosine", "--csv", "-"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("warning: "));
  EXPECT_THAT(outcome.out, Not(HasSubstr("warning")));
  EXPECT_EQ(lines_of(outcome.out).size(), 1001U);
}

std::string trained(const std::string& optimizer, const std::vector<std::string>& schedules) {
  const TemporaryFolder folder;
  std::vector<std::string> words = {"train",  "--data",       "moons",       "--model",
                                    "mlp(4)", "--out",        "run",         "--updates",
                                    "30",     "--no-figures", "--optimizer", optimizer};
  for (const std::string& schedule : schedules) {
    words.insert(words.end(), {"--schedule", schedule});
  }
  const Outcome outcome = run_anneal(words, folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  return unwrapped(outcome.out + outcome.err);
}

TEST(Warnings, ADoubleWarmupOrDecayIsNamedByTheRun) {
  const std::string warmup = "warmup(20%, from=0.01) then constant";
  EXPECT_THAT(trained("radam(lr=0.01)", {warmup}), HasSubstr("warmup in the schedule is a second"));
  EXPECT_THAT(trained("radam(lr=0.01)", {"constant"}), Not(HasSubstr("warning")));
  for (const std::string optimizer :
       {"schedule_free_sgd(lr=0.1)", "schedule_free_adamw(lr=0.01)"}) {
    EXPECT_THAT(trained(optimizer, {"cosine"}), HasSubstr("decaying schedule is a second decay"));
    EXPECT_THAT(trained(optimizer, {"constant"}), Not(HasSubstr("second decay")));
  }
  EXPECT_THAT(trained("adagrad(lr=0.1)", {"cosine"}), HasSubstr("a second decay"));
  EXPECT_THAT(trained("prodigy", {warmup}), HasSubstr("safeguard_warmup=true"));
}

TEST(Warnings, TheHeaderOfARunShowsTheScheduleAsAPreviewDoes) {
  const std::string text = trained("sgd(lr=0.5)", {"warmup(60%) then cosine"});
  EXPECT_THAT(text, HasSubstr("warmup(60%) 0 17 18"));
  EXPECT_THAT(text, HasSubstr("rate: first 0, peak 0.5 at update 18"));
  EXPECT_THAT(text, HasSubstr("area: "));
  EXPECT_THAT(text, HasSubstr("0.5 |"));  // the plot
  EXPECT_THAT(text, HasSubstr("warning: warmup(60%) takes 18 of 30 updates"));
}

TEST(Warnings, MomentumCyclingWithoutMomentumIsRefused) {
  for (const std::string optimizer : {"sgd(lr=0.1)", "adagrad(lr=0.1)"}) {
    const TemporaryFolder folder;
    const Outcome outcome =
        run_anneal({"train", "--data", "moons", "--optimizer", optimizer, "--schedule", "onecycle",
                    "--schedule", "momentum=onecycle_momentum", "--out", "run"},
                   folder.path());
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err,
                HasSubstr("momentum is 0, or it has none, and a schedule multiplies it (give"));
    EXPECT_THAT(everything_in(folder.path()), testing::IsEmpty());
  }
}

}}  // namespace anneal::cli
