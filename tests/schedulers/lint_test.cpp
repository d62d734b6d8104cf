#include "schedulers/lint.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedulers/catalogue.h"
#include "schedulers/preview.h"

// Updates written where epochs were meant: each case with the mend, and sound schedules without.

namespace anneal { namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> warnings(const std::string& text,
                                  std::int64_t total = 3000,
                                  std::int64_t per_epoch = 100) {
  return resolve(parse_schedule(text),
                 {.updates_per_epoch = Steps(per_epoch), .total = Steps(total)})
      .warnings();
}

TEST(UnitLint, WarnsOfARateThatIsGoneAfterATenthOfTheRun) {
  EXPECT_THAT(warnings("step(every=10it)"),
              ElementsAre("step(every=10it): after a tenth of the run, 300 updates, the rate is "
                          "1e-30 of its peak (were epochs, ep, meant? write step(every=10ep))"));
  EXPECT_THAT(warnings("decay(gamma=0.95, every=1it)"),
              ElementsAre(HasSubstr("write decay(gamma=0.95, every=1ep))")));
  EXPECT_THAT(warnings("decay(gamma=0.5, every=0.1%)"),
              ElementsAre(HasSubstr("(lengthen what it falls over)")));
}

TEST(UnitLint, NamesThePartOfTheSequenceThatFallsAndLeavesTheWarmupAlone) {
  EXPECT_THAT(warnings("warmup(20it, from=0.1) then step(every=10it)"),
              Contains(HasSubstr("step(every=10it): after a tenth")));
  EXPECT_THAT(warnings("warmup(20it, from=0.1) then cosine"), IsEmpty());
  EXPECT_THAT(warnings("(warmup(20it, from=0.1) then constant) * step(every=10it)"),
              Contains(HasSubstr("write step(every=10ep))")));
}

TEST(UnitLint, WarnsOfMilestonesThatAreAllPassedInTheFirstTenth) {
  EXPECT_THAT(warnings("multistep(at=[10it, 20it])"),
              ElementsAre("multistep(at=[10it, 20it]): after a tenth of the run, 300 updates, the "
                          "rate is 0.01 of its peak and stays there (were epochs, ep, meant? write "
                          "multistep(at=[10ep, 20ep]))"));
  EXPECT_THAT(warnings("multistep(at=[1000it, 2000it])"), IsEmpty());
  EXPECT_THAT(warnings("multistep(at=[1ep, 2ep])"), IsEmpty());  // it was said in epochs
}

TEST(UnitLint, WarnsOfMoreThanTwentyStepsInUpdates) {
  EXPECT_THAT(warnings("step(every=10it, gamma=0.99)"),
              ElementsAre(HasSubstr("the rate falls 299 times in 3000 updates (were epochs")));
  EXPECT_THAT(warnings("step(every=10it, gamma=0.99)", 210, 10), IsEmpty());  // 20 steps
  EXPECT_THAT(warnings("step(every=10it, gamma=0.99)", 220, 10),
              ElementsAre(HasSubstr("falls 21 times in 220 updates")));
}

TEST(UnitLint, WarnsOfACosineThatTurnsMoreThanOncePerEpoch) {
  EXPECT_THAT(warnings("wave(over=30it, cycles=0.5)"),
              ElementsAre(HasSubstr("the rate turns 99 times in 3000 updates, more than once per "
                                    "epoch of 100 (were epochs, ep, meant? write wave(over=30ep")));
  EXPECT_THAT(warnings("cosine_restarts(first=30it)"), ElementsAre(HasSubstr("turns 99 times")));
  EXPECT_THAT(warnings("cyclic(low=0.1, up=15it)"),
              ElementsAre(HasSubstr("write cyclic(low=0.1, up=15ep))")));
  EXPECT_THAT(warnings("repeat(linear(to=0.1), length=20it)"), ElementsAre(HasSubstr("turns 149")));
}

TEST(UnitLint, WarnsOfARunThatEndsWhileACosineClimbs) {
  EXPECT_THAT(warnings("wave(over=20ep, cycles=0.5)"),
              ElementsAre("wave(over=20ep, cycles=0.5): the run ends while the rate climbs again, "
                          "at 0.4992 of its peak (let the way down last as long as the run)"));
  EXPECT_THAT(warnings("wave(over=15ep, cycles=0.5) by epoch"),
              ElementsAre(HasSubstr("climbs again")));
  EXPECT_THAT(warnings("wave(over=30ep, cycles=0.5)"), IsEmpty());
  EXPECT_THAT(warnings("wave(over=10ep, cycles=0.5)"), IsEmpty());  // down, up and down
}

TEST(UnitLint, IsSilentWhereTheNumberWouldNotFitTheRunAsEpochs) {
  EXPECT_THAT(warnings("cyclic(low=0.1, up=2000it)", 10'000, 10'000), IsEmpty());
  EXPECT_THAT(warnings("step(every=1000it, gamma=0.9)", 100'000, 100'000), IsEmpty());
  EXPECT_THAT(warnings("cosine_restarts(first=50it)", 1000, 100), IsEmpty());
  EXPECT_THAT(warnings("step(every=1it, gamma=0.99)", 30, 1), IsEmpty());  // an update is an epoch
}

TEST(UnitLint, IsSilentAboutEveryWordOfTheCatalogue) {
  for (const ScheduleEntry& entry : schedule_catalogue()) {
    if (!entry.function_argument.empty()) {
      continue;
    }
    const std::string text = entry.example.empty() ? entry.signature.name : entry.example;
    for (const std::int64_t per_epoch : {10, 100, 781}) {
      for (const std::string& warning : warnings(text, 30 * per_epoch, per_epoch)) {
        EXPECT_THAT(warning, Not(::testing::AnyOf(HasSubstr("after a tenth"), HasSubstr("times in"),
                                                  HasSubstr("climbs again"))));
      }
    }
  }
}

TEST(UnitLint, IsSilentAboutSchedulesAsTheyAreUsed) {
  struct Case {
    const char* text;
    std::int64_t total, per_epoch;
  };
  for (const Case& one : {
           Case{"warmup(500it, from=0.01) then cosine", 9380, 938},
           Case{"warmup(5it, from=0.01) then cosine", 9380, 938},
           Case{"noam(warmup=4000it)", 100'000, 5000},
           Case{"noam(warmup=20it)", 100'000, 100},
           Case{"inverse_sqrt(timescale=10000it)", 500'000, 500'000},
           Case{"multistep(at=[32000it, 48000it])", 64'000, 391},
           Case{"multistep(at=[30ep, 60ep, 80ep])", 450'450, 5005},
           Case{"step(every=30ep)", 450'450, 5005},
           Case{"decay(gamma=0.97, every=2.4ep)", 1'751'750, 5005},
           Case{"decay(gamma=0.95, every=1ep, staircase=true)", 9000, 100},
           Case{"decay(gamma=0.96, every=1000it)", 23'430, 781},
           Case{"cosine_restarts(first=10ep, mult=2)", 7000, 100},
           Case{"cyclic(low=0.1, up=2000it)", 23'430, 781},
           Case{"onecycle", 9000, 100},
           Case{"wsd(warmup=1000it)", 100'000, 100'000},
           Case{"cosine by epoch", 9000, 100},
           Case{"linear(to=0.01, for=5ep) then constant(0.01)", 9000, 1000},
           Case{"plateau(metric=val_loss)", 9000, 100},
           Case{"constant(0.1, for=30it) then constant", 9000, 100},
       }) {
    for (const std::string& warning : warnings(one.text, one.total, one.per_epoch)) {
      EXPECT_THAT(warning, Not(::testing::AnyOf(HasSubstr("epochs, ep,"), HasSubstr("climbs"),
                                                HasSubstr("after a tenth"))))
          << one.text;
    }
  }
}

}}  // namespace anneal
