#include "schedulers/preview.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedulers/catalogue.h"

namespace anneal { namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Preview shown(const std::string& text, std::int64_t total = 1000, double base = 1.0) {
  return preview(
      resolve(parse_schedule(text),
              {.updates_per_epoch = 100_it, .total = Steps(total), .base = LearningRate(base)}));
}

std::vector<std::string> warnings(const std::string& text, std::int64_t total = 1000) {
  return shown(text, total).warnings;
}

TEST(Preview, ShowsEachPieceInUpdatesEpochsAndPercent) {
  const Preview p = shown("warmup(5%) then cosine", 1000, 0.1);
  ASSERT_EQ(p.pieces.size(), 2U);
  EXPECT_EQ(p.pieces[0].text, "warmup(5%)");
  EXPECT_EQ(p.pieces[0].updates, 50);
  EXPECT_EQ(p.pieces[0].epochs, 0.5);
  EXPECT_EQ(p.pieces[0].percent, 5.0);
  EXPECT_EQ(p.pieces[1].begin, 50);
  EXPECT_EQ(p.pieces[1].updates, 950);
  EXPECT_EQ(p.first, 0.0);
  EXPECT_EQ(p.peak, 0.1);
  EXPECT_EQ(p.peak_at, 50);
  EXPECT_NEAR(p.area, 0.1 * (24.5 + 475.5), 1e-9);
  EXPECT_TRUE(p.has_warmup);
  EXPECT_TRUE(p.has_decay);
}

TEST(Preview, ListsTheFactorsOfAProductBelowIt) {
  const Preview p = shown("(warmup(5%) then constant) * step(every=3ep)");
  ASSERT_EQ(p.pieces.size(), 4U);
  EXPECT_EQ(p.pieces[0].depth, 0);
  EXPECT_EQ(p.pieces[1].text, "warmup(5%)");
  EXPECT_EQ(p.pieces[1].depth, 1);
  EXPECT_EQ(p.pieces[3].text, "step(every=3ep)");
}

TEST(Preview, HasNothingToSayAboutSoundSchedules) {
  for (const char* text : {"constant", "cosine", "linear", "step(every=3ep)",
                           "warmup(5%, from=0.01) then cosine", "multistep(at=[3ep, 6ep])",
                           "onecycle", "cosine_restarts(first=2ep)", "plateau(patience=3ev)",
                           "cosine by epoch", "linear(to=0.01, for=5ep) then constant(0.01)"}) {
    EXPECT_THAT(warnings(text), IsEmpty()) << text;
  }
}

TEST(Preview, WarnsOfAWarmupThatTakesMoreThanHalfOfTheRun) {
  EXPECT_THAT(warnings("warmup(60%, from=0.1) then cosine"),
              Contains(HasSubstr("takes 600 of 1000 updates (60%)")));
  EXPECT_THAT(warnings("warmup(50%, from=0.1) then cosine"), IsEmpty());
  EXPECT_THAT(warnings("warmup(501it, from=0.1) then cosine"),
              Contains(HasSubstr("more than half of the run")));
}

TEST(Preview, AsksWhetherUpdatesWereMeantOnlyOfALengthInEpochs) {
  EXPECT_THAT(warnings("warmup(9ep) then cosine"), Contains(HasSubstr("were updates, it, meant")));
  for (const char* other : {"warmup(900it) then cosine", "warmup(90%) then cosine"}) {
    EXPECT_THAT(warnings(other), Contains(HasSubstr("more than half of the run (shorten it)")));
  }
}

TEST(Preview, WarnsOfAWarmupOfNoOrOneUpdate) {
  EXPECT_THAT(warnings("warmup(0it) then cosine"), Contains(HasSubstr("has 0 updates")));
  EXPECT_THAT(warnings("warmup(1it, from=0.5) then cosine"), Contains(HasSubstr("has 1 update")));
  EXPECT_THAT(warnings("warmup(2it, from=0.5) then cosine"), IsEmpty());
}

// The textbook's warmup begins at 0; whether that matters is the optimizer's to say.
TEST(Preview, DoesNotWarnOfAFirstUpdateOfRate0) {
  EXPECT_THAT(warnings("warmup(5%) then cosine"), IsEmpty());
  EXPECT_EQ(shown("warmup(5%) then cosine", 1000).first, 0.0);
}

TEST(Preview, WarnsOfARunThatIsCutShort) {
  EXPECT_THAT(warnings("linear", 5), Contains(HasSubstr("still uses 20% of the peak")));
  EXPECT_THAT(warnings("linear", 10), IsEmpty());
  EXPECT_THAT(warnings("linear(to=0.5)", 5), IsEmpty());
}

TEST(Preview, WarnsOfJumpsWhereNoneIsDue) {
  EXPECT_THAT(warnings("exponential(for=90%) then constant"),
              Contains(HasSubstr("at update 900, where no step")));
  EXPECT_THAT(warnings("cosine(for=50%) then constant(0.05)"),
              Contains(HasSubstr("at update 500")));
  EXPECT_THAT(warnings("constant(0.2, for=50%) then constant"), IsEmpty());
  EXPECT_THAT(warnings("constant(0.01, for=1024it) then constant", 4000),
              Contains(HasSubstr("from 0.01 to 1 at update 1024")));
  EXPECT_THAT(warnings("constant", 4000), IsEmpty());
}

TEST(Preview, WarnsOfStepsAndMilestonesBeyondTheEnd) {
  EXPECT_THAT(warnings("step(every=30ep)"),
              Contains(HasSubstr("first step is due at its update 3000")));
  EXPECT_THAT(warnings("step(every=10ep)"), Contains(HasSubstr("lasts only 1000")));
  EXPECT_THAT(warnings("multistep(at=[3ep, 30ep])"),
              Contains(HasSubstr("milestone at its update 3000")));
}

TEST(Preview, WarnsOfAPlateauThatCannotAct) {
  // 10 evaluations: one sets the mark, nine may be without gain.
  EXPECT_THAT(warnings("plateau(patience=8ev)"), IsEmpty());
  EXPECT_THAT(warnings("plateau(patience=9ev)"), Contains(HasSubstr("sees only 10")));
  EXPECT_THAT(warnings("plateau(patience=9ev, acts=at)"), IsEmpty());
}

TEST(Preview, NamesRatesAndNotMultipliersInAJump) {
  EXPECT_THAT(shown("constant(0.01, for=50%) then constant", 1000, 0.5).warnings,
              Contains(HasSubstr("from 0.005 to 0.5")));
}

}}  // namespace anneal
