#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "schedulers/catalogue.h"
#include "schedulers/dialects/dialects.h"
#include "tests/dialects/support.h"

// What holds for every schedule of every library.

namespace anneal {

void PrintTo(const Dialect& dialect, std::ostream* out) {
  *out << dialect.name;
}

namespace {

class EveryDialect : public ::testing::TestWithParam<Dialect> {
 protected:
  const RunPlan plan_ = plan_of(100, 0.1, 10);
};

TEST_P(EveryDialect, IsWhatThePlainCatalogueSays) {
  ASSERT_FALSE(GetParam().here.empty());
  expect_same(values(GetParam().example, plan_), values(GetParam().here, plan_),
              GetParam().example);
}

TEST_P(EveryDialect, ReadsBackFromItsCanonicalText) {
  const Schedule schedule = parse_schedule(GetParam().example, dialect_catalogue());
  EXPECT_EQ(parse_schedule(to_text(schedule), dialect_catalogue()), schedule) << to_text(schedule);
  const Schedule plain = expanded(schedule, plan_);
  EXPECT_EQ(parse_schedule(to_text(plain), dialect_catalogue()), plain) << to_text(plain);
}

TEST_P(EveryDialect, StandsForSomethingWithTheSameRates) {
  expect_same(values(meaning(GetParam().example, plan_), plan_), values(GetParam().example, plan_),
              GetParam().example);
}

// `for` makes it one piece of a sequence; what comes after begins there.
TEST_P(EveryDialect, TakesALengthOfItsOwn) {
  spec::Expr call = parse_schedule(GetParam().example, dialect_catalogue()).expr();
  call.arguments.push_back({.name = "for", .value = spec::number(40, spec::Unit::kUpdates)});
  const Schedule both = make_schedule(call, dialect_catalogue()).then(constant(0.25));
  const std::vector<double> got = resolve(both, plan_).values(Step(0), plan_.total);
  EXPECT_NE(got[39], 0.25);
  EXPECT_EQ(got[40], 0.25);
  EXPECT_EQ(got[99], 0.25);
}

TEST_P(EveryDialect, CanBeCutOffAndHeld) {
  const Schedule schedule = parse_schedule(GetParam().example, dialect_catalogue());
  const RunPlan longer = plan_of(1000, 0.1, 10);
  const RunPlan shorter = plan_of(1, 0.1, 10);
  for (const RunPlan& plan : {longer, shorter}) {
    const bool needs_room = error_of(GetParam().example, plan).find("shorten") != std::string::npos;
    if (!needs_room) {
      for (const double value : resolve(schedule, plan).values(Step(0), plan.total)) {
        EXPECT_TRUE(std::isfinite(value) && value >= 0.0) << GetParam().example;
      }
    }
  }
}

TEST_P(EveryDialect, IsDocumented) {
  const spec::Signature signature = signature_of(GetParam());
  EXPECT_FALSE(GetParam().source.empty());
  for (const spec::Parameter& parameter : signature.parameters) {
    EXPECT_FALSE(parameter.help.empty()) << signature.name << " " << parameter.name;
  }
}

// `anneal list NAME` prints the source line.
TEST_P(EveryDialect, SaysWhatItWasCheckedAgainst) {
  const std::string& checked = library_of(GetParam().name).checked;
  ASSERT_FALSE(checked.empty());
  EXPECT_NE(signature_of(GetParam()).source.find("checked against " + checked), std::string::npos);
}

std::string test_name(const ::testing::TestParamInfo<Dialect>& row) {
  std::string name = row.param.name;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Dialects, EveryDialect, ::testing::ValuesIn(dialects()), test_name);

}  // namespace
}  // namespace anneal
