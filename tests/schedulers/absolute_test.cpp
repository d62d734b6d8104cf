#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedulers/catalogue.h"
#include "schedulers/preview.h"

// absolute(...): numbers that are values of what is scheduled.

namespace anneal { namespace {

using ::testing::HasSubstr;

RunPlan plan_with(double base) {
  return {.updates_per_epoch = 10_it, .total = 100_it, .base = LearningRate(base)};
}

TEST(Absolute, TheBaseTimesItIsWhatWasWritten) {
  const std::vector<double> wanted =
      resolve(parse_schedule("linear(from=0.5, to=0.95)"), plan_with(1.0)).values(Step(0), 100_it);
  for (const double base : {0.9, 0.3, 0.95}) {
    const ResolvedSchedule got =
        resolve(parse_schedule("absolute(linear(from=0.5, to=0.95))"), plan_with(base));
    for (std::int64_t t = 0; t < 100; ++t) {
      EXPECT_DOUBLE_EQ(base * got.at(Step(t)).value(), wanted[t]) << base << " " << t;
    }
  }
}

TEST(Absolute, ANumberHoldsForAsLongAsThereIsRoom) {
  const Schedule schedule =
      parse_schedule("absolute(0.95) then absolute(linear(from=0.95, for=5it))");
  EXPECT_EQ(to_text(schedule), "absolute(0.95) then absolute(linear(from=0.95, for=5it))");
  const ResolvedSchedule resolved = resolve(schedule, plan_with(0.9));
  EXPECT_DOUBLE_EQ(0.9 * resolved.at(Step(0)).value(), 0.95);
  EXPECT_DOUBLE_EQ(0.9 * resolved.at(Step(94)).value(), 0.95);
  EXPECT_EQ(resolved.pieces().front().length, 95_it);
  EXPECT_EQ(absolute(constant(0.95)), parse_schedule("absolute(constant(0.95))"));
}

TEST(Absolute, RefusesWhatIsNeitherAScheduleNorAValue) {
  for (const char* text : {"absolute(-1)", "absolute(5it)"}) {
    try {
      parse_schedule(text);
      FAIL() << text;
    } catch (const spec::SpecError& error) {
      EXPECT_THAT(error.what(), HasSubstr("expected a schedule, or a number >= 0"));
    }
  }
}

TEST(Absolute, ABareNumberIsAskedWhatItIs) {
  try {
    parse_schedule("0.95 then linear");
    FAIL();
  } catch (const spec::SpecError& error) {
    EXPECT_THAT(error.what(), HasSubstr("got 0.95 (constant(0.95) is so many times the base value; "
                                        "absolute(0.95) is that value itself)"));
  }
}

TEST(Absolute, APreviewKnowsThatNumbersAreValues) {
  const auto is_absolute = [](const char* text) {
    return preview(resolve(parse_schedule(text), plan_with(0.9))).is_absolute;
  };
  EXPECT_TRUE(is_absolute("constant(for=5it) then absolute(0.95)"));
  EXPECT_TRUE(is_absolute("onecycle_momentum"));
  EXPECT_TRUE(is_absolute("clamp(absolute(0.95), max=1)"));
  EXPECT_FALSE(is_absolute("linear(from=0.5, to=0.95)"));
}

}}  // namespace anneal
