#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/storage/file.h"
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"
#include "tests/support/temporary_folder.h"

// Schedules inside schedules, and those that come from outside: repeat, stretch, clamp, open,
// table, lambda.
namespace anneal { namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<double> values(const Schedule& schedule, std::int64_t total) {
  return resolve(schedule, {.updates_per_epoch = 5_it, .total = Steps(total)})
      .values(Step(0), Steps(total));
}
/// The house's words, with files.
const ScheduleCatalogue& words() {
  static const ScheduleCatalogue kWords =
      with_files(schedule_catalogue(), [](const std::string& path) { return read_file(path); });
  return kWords;
}
std::vector<double> values(const std::string& text, std::int64_t total) {
  return values(parse_schedule(text, words()), total);
}

std::string error_of(const std::string& text, std::int64_t total = 20) {
  try {
    values(text, total);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no error";
}

// The product goes on after the factor is over; asked one by one or all at once.
TEST(Factor, HoldsItsEndValueWhereTheProductIsLonger) {
  for (const std::string factor :
       {"decay(gamma=0.5, every=1it, for=3it)", "step(every=2it, gamma=0.5, for=3it)",
        "multistep(at=[1it, 5it], gamma=0.5, for=3it)", "cosine_restarts(first=2it, for=3it)",
        "inverse_sqrt(timescale=1it, for=3it)", "inverse_time(rate=0.5, every=1it, for=3it)",
        "cosine(to=0.1, for=3it)"}) {
    const ResolvedSchedule schedule =
        resolve(parse_schedule("constant * " + factor), {.updates_per_epoch = 5_it, .total = 9_it});
    const std::vector<double> all = schedule.values(Step(0), 9_it);
    EXPECT_NE(all[0], all[3]) << factor;
    for (std::size_t t = 3; t < 9; ++t) {
      EXPECT_EQ(all[t], all[3]) << factor << " at " << t;
      EXPECT_EQ(schedule.at(Step(static_cast<std::int64_t>(t))).value(), all[3])
          << factor << " at " << t;
    }
  }
}

TEST(Repeat, TakesPercentOfItsCycle) {
  EXPECT_THAT(values("repeat(warmup(50%) then constant, length=4it)", 8),
              ElementsAre(0, 0.5, 1, 1, 0, 0.5, 1, 1));
}

TEST(Repeat, CutsItsLastCycleAndHoldsTheCutValue) {
  EXPECT_THAT(values("repeat(linear, length=4it, for=6it) * constant", 8),
              ElementsAre(1, 0.75, 0.5, 0.25, 1, 0.75, 0.5, 0.5));
}

TEST(Repeat, KeepsTheEpochsOfTheRunInside) {
  EXPECT_THAT(values("constant(for=3it) then repeat(linear by epoch, length=4it)", 11),
              ElementsAre(1, 1, 1, 1, 1, 0.5, 0.5, 1, 1, 1, 0.25));
}

TEST(Repeat, RefusesMetricsAndCyclesThatDoNotFill) {
  EXPECT_THAT(error_of("repeat(plateau, length=5it)"), HasSubstr("no meaning inside a repeat"));
  EXPECT_THAT(error_of("repeat(cosine(for=3it), length=5it)"),
              HasSubstr("schedule ends at update 3, the cycle has 5"));
  EXPECT_THAT(error_of("repeat(constant, length=1it, mult=1.0001)", 1000000),
              HasSubstr("the limit is 10000"));
}

TEST(Stretch, SlowsDownUpdatesAndEpochsButNotPercent) {
  EXPECT_EQ(values("stretch(step(every=2it), 3)", 20), values("step(every=6it)", 20));
  EXPECT_EQ(values("stretch(step(every=1ep), 2)", 20), values("step(every=2ep)", 20));
  EXPECT_EQ(values("stretch(warmup(10%) then cosine, 2)", 20),
            values("warmup(10%) then cosine", 20));
  EXPECT_EQ(values("stretch(warmup(3it), 2) then cosine", 20),
            values("warmup(6it) then cosine", 20));
  EXPECT_EQ(values("stretch(stretch(step(every=2it), 2), 1/4)", 20), values("step(every=1it)", 20));
}

TEST(Clamp, KeepsTheLengthOfWhatIsInside) {
  EXPECT_THAT(values("clamp(linear(for=4it), min=0.4, max=0.8) then constant(0)", 5),
              ElementsAre(0.8, 0.75, 0.5, 0.4, 0));
  EXPECT_THAT(error_of("clamp(linear, min=0.5, max=0.1)"), HasSubstr("0.5 is above max=0.1"));
}

TEST(Open, HoldsOrCutsToTheEndOfTheRun) {
  EXPECT_THAT(values("open(linear(to=0.5, for=2it))", 4), ElementsAre(1, 0.75, 0.5, 0.5));
  EXPECT_THAT(values("open(linear(for=4it))", 2), ElementsAre(1, 0.75));
  EXPECT_THAT(values("open(warmup(4it) then constant)", 3), ElementsAre(0, 0.25, 0.5));
  EXPECT_THAT(values("open(warmup(2it) then constant)", 4), ElementsAre(0, 0.5, 1, 1));
  EXPECT_THAT(values("constant(0.5, for=1it) then open(linear(for=2it))", 4),
              ElementsAre(0.5, 1, 0.5, 0));
}

TEST(Open, TellsThatADecayIsCutShort) {
  const ResolvedSchedule s = resolve(parse_schedule("open(cosine(for=40it))"),
                                     {.updates_per_epoch = 5_it, .total = 20_it});
  EXPECT_EQ(s.summary().end, 0.0);
  ASSERT_EQ(s.warnings().size(), 1U);
  EXPECT_THAT(s.warnings()[0], HasSubstr("cut short"));
}

TEST(Table, ReadsAColumnOfAFile) {
  const testing_support::TemporaryFolder folder;
  const auto write = [&](const std::string& text) {
    return "table(file=\"" + folder.write("rates.csv", text).string() + "\")";
  };
  EXPECT_THAT(values(write("0.5\n1\n\n# comment\n0.25\r\n"), 3), ElementsAre(0.5, 1, 0.25));
  EXPECT_THAT(values(write("step,epoch,lr\n0,0,0.5\n1,0.2,1e-3\n"), 2), ElementsAre(0.5, 1e-3));
  EXPECT_THAT(values(write("multiplier,lr\n2,0\n3,0\n"), 2), ElementsAre(2, 3));
  EXPECT_THAT(error_of(write("0.5\nabc\n")),
              HasSubstr("line 2: expected a number >= 0, got \"abc\""));
  EXPECT_THAT(error_of(write("0.5\n-1\n")), HasSubstr("line 2"));
  EXPECT_THAT(error_of(write("0.5\nnan\n")), HasSubstr("line 2"));
  EXPECT_THAT(error_of(write("lr\n")), HasSubstr("holds no numbers"));
  EXPECT_THAT(error_of(write("1\n1\n"), 3), HasSubstr("ends at update 2, the run has 3"));
  EXPECT_THAT(error_of("table(file=\"/no/such.csv\")"), HasSubstr("/no/such.csv"));
  EXPECT_THAT(error_of("table"), HasSubstr("either file=\"...\" or values=[...]"));
  EXPECT_THAT(error_of("table(file=a, values=[1])"), HasSubstr("either"));
}

TEST(Table, ReadsItsFileOnceAndKeepsTheNumbers) {
  int reads = 0;
  const ScheduleCatalogue counting = with_files(schedule_catalogue(), [&](const std::string& path) {
    ++reads;
    return path == "a.csv" ? "0.5\n1\n" : "0.25\n0.125\n";
  });
  const Schedule parsed =
      parse_schedule("table(file=\"a.csv\") then stretch(table(file=b), by=2)", counting);
  EXPECT_EQ(reads, 2);
  EXPECT_EQ(to_text(parsed), "table(file=a.csv) then stretch(table(file=b), 2)");
  EXPECT_THAT(files_of(parsed * parsed), ElementsAre("a.csv", "b"));
  EXPECT_THAT(values(parsed, 6), ElementsAre(0.5, 1, 0.25, 0.25, 0.125, 0.125));
  EXPECT_THAT(values(repeat(parsed, 6_it), 8),
              ElementsAre(0.5, 1, 0.25, 0.25, 0.125, 0.125, 0.5, 1));
  EXPECT_EQ(reads, 2);
}

TEST(Table, HasNoFilesUnlessSomebodyBringsThem) {
  try {
    parse_schedule("table(file=\"a.csv\")");
    FAIL();
  } catch (const spec::SpecError& error) {
    EXPECT_STREQ(error.what(), "table: file: a.csv cannot be read from here (give values=[...])");
  }
}

TEST(Lambda, IsAnyFunctionOfTheStep) {
  const Schedule half = lambda([](Step t) { return t.index() < 2 ? 1.0 : 0.5; });
  EXPECT_THAT(values(half, 4), ElementsAre(1, 1, 0.5, 0.5));
  const Schedule other = lambda([](Step t) { return 0.1 * static_cast<double>(t.index()); });
  EXPECT_THAT(values(warmup(1_it).then(half * other), 4), ElementsAre(0, 0, 0.1, 0.1));
  EXPECT_THAT(values(clamp(other, 0.15, 1), 3), ElementsAre(0.15, 0.15, 0.2));
}

TEST(Lambda, EqualsOnlyItself) {
  const Schedule a = lambda([](Step) { return 1.0; });
  const Schedule b = lambda([](Step) { return 1.0; });
  EXPECT_EQ(a, Schedule(a));
  EXPECT_NE(a, b);
}

TEST(Lambda, IsCheckedOverTheWholeRun) {
  const auto refused = [](double bad) {
    const Schedule schedule = lambda([bad](Step t) { return t.index() == 17 ? bad : 1.0; });
    try {
      values(schedule, 20);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_THAT(refused(-0.5), HasSubstr("the value of update 17 is -0.5, but a multiplier must be"));
  EXPECT_THAT(refused(std::numeric_limits<double>::quiet_NaN()), HasSubstr("17 is nan"));
  EXPECT_THAT(refused(std::numeric_limits<double>::infinity()), HasSubstr("17 is inf"));
  EXPECT_EQ(refused(0.0), "no error");
}

TEST(Lambda, CannotBeReadFromText) {
  EXPECT_THAT(error_of("lambda(0)"), HasSubstr("can only be made in C++"));
  EXPECT_THROW(lambda(nullptr), std::invalid_argument);
}

TEST(Piecewise, RefusesMilestonesOutOfOrderAndMissingValues) {
  EXPECT_THAT(error_of("piecewise(values=[1, 2], at=[1it, 2it])"),
              HasSubstr("2 values for 2 milestones (give 3)"));
  EXPECT_THAT(error_of("piecewise(values=[1, 2, 3], at=[5it, 2it])"),
              HasSubstr("milestone 2 does not come after 5"));
  EXPECT_THAT(error_of("piecewise(values=[1, 2], at=[0it], interpolate=linear)"),
              HasSubstr("milestone 0 does not come after 0"));
  EXPECT_THAT(error_of("multistep(at=[5it, 2it])"), HasSubstr("milestone 2 comes after 5"));
}

TEST(Onecycle, BringsItsMomentumWhenAsked) {
  const RunPlan plan{.updates_per_epoch = 5_it, .total = 50_it};
  const auto counterpart = [&](const char* text) {
    return momentum_counterpart(parse_schedule(text), plan);
  };
  EXPECT_EQ(counterpart("onecycle"), std::nullopt);
  EXPECT_EQ(counterpart("cosine"), std::nullopt);
  EXPECT_EQ(counterpart("onecycle(momentum=true)"), parse_schedule("onecycle_momentum"));
  EXPECT_EQ(counterpart("onecycle(warmup=40%, phases=3, shape=linear, end=0, momentum=true)"),
            parse_schedule("onecycle_momentum(warmup=40%, phases=3, shape=linear)"));
  EXPECT_THROW(counterpart("constant(for=5it) then onecycle(momentum=true)"), spec::SpecError);
}

TEST(Onecycle, GivesAbsoluteMomentumForAnyBase) {
  const ResolvedSchedule s = resolve(
      onecycle_momentum(), {.updates_per_epoch = 5_it, .total = 50_it, .base = LearningRate(0.9)});
  EXPECT_NEAR(0.9 * s.at(Step(0)).value(), 0.95, 1e-15);
  EXPECT_NEAR(0.9 * s.at(Step(14)).value(), 0.85, 1e-15);
  EXPECT_NEAR(0.9 * s.at(Step(49)).value(), 0.95, 1e-15);
  EXPECT_THROW(resolve(onecycle_momentum(),
                       {.updates_per_epoch = 5_it, .total = 50_it, .base = LearningRate(0.0)}),
               std::invalid_argument);
}

TEST(Onecycle, RefusesAClimbThatDoesNotFit) {
  EXPECT_THAT(error_of("onecycle(warmup=21it)", 20), HasSubstr("needs 21 updates, there are 20"));
  EXPECT_THAT(error_of("onecycle(warmup=60%, phases=3)", 20), HasSubstr("there are 20"));
  EXPECT_EQ(error_of("onecycle(warmup=10it, phases=3)", 19), "no error");
  EXPECT_THAT(error_of("onecycle(warmup=10it, phases=3)", 18), HasSubstr("need 19 updates"));
}

TEST(Greedy, RaisesTheRateWhileTheMetricImprovesAndLowersItWhenNot) {
  const ResolvedSchedule s =
      resolve(parse_schedule("greedy(factor=0.5, patience=1ev, max=4, min=0.5)"),
              {.updates_per_epoch = 1_it, .total = 50_it});
  FeedbackState state = s.feedback();
  std::vector<double> seen;
  std::int64_t t = 0;
  for (const double loss : {9., 8., 7., 6., 5., 4., 4., 4., 4., 4., 4., 4., 4.}) {
    state = s.observe(state, Step(++t), {{"val_loss", loss}});
    seen.push_back(s.at(Step(t), state).value());
  }
  // Two gains in a row are one more than patience: the rate doubles, up to 4; then it halves.
  EXPECT_THAT(seen, ElementsAre(1, 2, 2, 4, 4, 4, 4, 2, 2, 1, 1, 0.5, 0.5));
}

TEST(Greedy, CountsOnlyGainsInARow) {
  const ResolvedSchedule s = resolve(parse_schedule("greedy(factor=0.5, patience=1ev)"),
                                     {.updates_per_epoch = 1_it, .total = 50_it});
  FeedbackState state = s.feedback();
  std::int64_t t = 0;
  for (const double loss : {9., 9., 8., 8., 7., 7., 6., 6.}) {
    state = s.observe(state, Step(++t), {{"val_loss", loss}});
    EXPECT_EQ(s.at(Step(t), state).value(), 1.0) << t;
  }
}

}}  // namespace anneal
