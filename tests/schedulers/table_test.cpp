#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

// What table(file=...) makes of the text of a file.

namespace anneal { namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// table(ARGUMENTS) where the file f.csv holds `content`.
Schedule table_of(const std::string& content, const std::string& arguments = "file=\"f.csv\"") {
  static std::string text;
  static const ScheduleCatalogue kWords =
      with_files(schedule_catalogue(), [](const std::string&) { return text; });
  text = content;
  return parse_schedule("table(" + arguments + ")", kWords);
}

std::vector<double> values(const Schedule& schedule, std::int64_t total, double base = 1.0) {
  return resolve(schedule,
                 {.updates_per_epoch = 10_it, .total = Steps(total), .base = LearningRate(base)})
      .values(Step(0), Steps(total));
}

std::string error_of(const std::string& content, const std::string& arguments = "file=\"f.csv\"") {
  try {
    table_of(content, arguments);
  } catch (const spec::SpecError& error) {
    return error.what();
  }
  return "no error";
}

TEST(TableFile, AColumnOfRatesIsDividedByTheBaseRate) {
  EXPECT_THAT(values(table_of("step,epoch,lr\n0,0,0.1\n1,0.1,0.05\n"), 2, 0.1),
              ElementsAre(1, 0.5));
  EXPECT_THAT(values(table_of("step,epoch,lr\n0,0,0.1\n1,0.1,0.05\n"), 2, 0.2),
              ElementsAre(0.5, 0.25));
}

TEST(TableFile, AColumnOfMultipliersIsNotAndComesFirst) {
  EXPECT_THAT(values(table_of("lr,multiplier\n0.1,1\n0.05,0.5\n"), 2, 0.1), ElementsAre(1, 0.5));
  EXPECT_THAT(values(table_of("lr,multiplier\n0.1,1\n0.05,0.5\n", "file=f, column=lr"), 2, 0.1),
              ElementsAre(1, 0.5));
  EXPECT_THAT(values(table_of("1\n0.5\n"), 2, 0.1), ElementsAre(1, 0.5));
  EXPECT_THAT(values(table_of("0.1\n0.05\n", "file=f, column=lr"), 2, 0.1), ElementsAre(1, 0.5));
  EXPECT_THAT(values(parse_schedule("table(values=[0.1, 0.05], column=lr)"), 2, 0.1),
              ElementsAre(1, 0.5));
}

TEST(TableFile, ItsTextSaysWhichColumnWasRead) {
  EXPECT_EQ(to_text(table_of("lr\n0.1\n")), "table(file=f.csv, column=lr)");
  EXPECT_EQ(to_text(table_of("multiplier\n0.1\n")), "table(file=f.csv)");
  EXPECT_EQ(to_text(table_of("0.1\n")), "table(file=f.csv)");
  EXPECT_THAT(error_of("step,lr\n0,0.1\n", "file=f, column=multiplier"),
              HasSubstr("f line 1: has no column multiplier (leave column= out)"));
}

TEST(TableFile, RatesThatAreReadBackAreTheSameToTheLastBit) {
  const double base = 0.3;
  const RunPlan plan{.updates_per_epoch = 10_it, .total = 5000_it, .base = LearningRate(base)};
  for (const char* text :
       {"cosine", "exponential", "warmup(33%) then linear", "noam(warmup=77it)"}) {
    const std::vector<double> multipliers =
        resolve(parse_schedule(text), plan).values(Step(0), plan.total);
    std::string rates = "lr\n";
    std::string both = "lr,multiplier\n";
    for (const double multiplier : multipliers) {
      rates += to_text(base * multiplier) + "\n";
      both += to_text(base * multiplier) + "," + to_text(multiplier) + "\n";
    }
    EXPECT_EQ(values(table_of(both), 5000, base), multipliers) << text;
    const std::vector<double> read = values(table_of(rates), 5000, base);
    for (std::size_t t = 0; t < read.size(); ++t) {
      ASSERT_EQ(base * read[t], base * multipliers[t]) << text << " at " << t;
    }
  }
}

TEST(TableFile, PassesOverAByteOrderMark) {
  EXPECT_THAT(values(table_of("\xEF\xBB\xBF"
                              "1\n0.5\n"),
                     2),
              ElementsAre(1, 0.5));
  EXPECT_THAT(values(table_of("\xEF\xBB\xBF"
                              "multiplier,other\n1,9\n0.5,9\n"),
                     2),
              ElementsAre(1, 0.5));
}

TEST(TableFile, ReadsAPlusSign) {
  EXPECT_THAT(values(table_of("+1\n+0.5\n1e-3\n"), 3), ElementsAre(1, 0.5, 1e-3));
  EXPECT_THAT(error_of("+-1\n"), HasSubstr("line 1"));
}

TEST(TableFile, RefusesAFirstLineThatIsNoNumberAndNamesNoColumn) {
  EXPECT_THAT(error_of("1e-400\n1\n"),
              HasSubstr("f.csv line 1: expected a number >= 0, got \"1e-400\" (decimal, and "
                        "within the range of a double)"));
  EXPECT_THAT(error_of("0x1\n1\n"), HasSubstr("line 1: expected a number"));
  EXPECT_THAT(error_of("l.0\n1\n"), HasSubstr("line 1: \"l.0\" is neither a number nor a known "
                                              "column (multiplier or lr)"));
  EXPECT_THAT(error_of("rate\n1\n"), HasSubstr("\"rate\" is neither"));
  EXPECT_THAT(error_of("nan\n1\n"), HasSubstr("line 1: expected a number >= 0"));
}

TEST(TableFile, RefusesColumnsThatNobodyNamed) {
  EXPECT_THAT(error_of("0,5\n0,25\n"),
              HasSubstr("f.csv line 1: 2 columns where one number is due (write one number a line, "
                        "with a decimal point"));
  EXPECT_THAT(error_of("1,0.5,0.25"), HasSubstr("line 1: 3 columns where one number is due"));
  EXPECT_THAT(error_of("1\n0.5\n0,25\n"), HasSubstr("line 3: 2 columns"));
  EXPECT_THAT(error_of("lr\n0,25\n"), HasSubstr("line 2: 2 columns, the header has 1"));
  EXPECT_THAT(error_of("step,lr\n0\n"), HasSubstr("line 2: 1 columns, the header has 2"));
}

TEST(RelativeToBase, GivesTheRateBackWhereAMultiplierCan) {
  for (const double base : {0.1, 0.3, 0.05, 1e-3, 3e-4, 7.0}) {
    const RunPlan plan{.updates_per_epoch = 1_it, .total = 1_it, .base = LearningRate(base)};
    for (int i = 1; i <= 10'000; ++i) {
      const double rate = base * std::sqrt(i / 10'000.0);
      ASSERT_EQ(base * relative_to_base(LearningRate(rate), plan).value(), rate)
          << base << " " << i;
    }
  }
}

}}  // namespace anneal
