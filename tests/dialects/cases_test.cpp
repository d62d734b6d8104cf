#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "schedulers/dialects/dialects.h"
#include "schedulers/resolve.h"
#include "tests/dialects/fields.h"

namespace anneal { namespace {

struct Case {
  std::string name;
  double base = 1.0;
  std::int64_t updates = 0;
  std::string dialect;
  std::string plain;
  std::vector<std::pair<std::int64_t, double>> rates;
};

void PrintTo(const Case& row, std::ostream* out) {
  *out << row.name << ": " << row.dialect;
}

std::vector<Case> cases() {
  std::vector<Case> all;
  std::ifstream file(ANNEAL_TEST_DIR "/golden/schedule_cases.csv");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') {
      continue;
    }
    const std::vector<std::string> row = fields(line);
    if (row[0] == "schedule") {
      all.push_back({row[1], std::stod(row[2]), std::stoll(row[3]), row[4], row[5], {}});
    } else {
      all.back().rates.emplace_back(std::stoll(row[2]), std::stod(row[3]));
    }
  }
  return all;
}

class LibraryCase : public ::testing::TestWithParam<Case> {
 protected:
  // rtol 1e-12, and for 0 the same of the base rate.
  void expect_rates(const std::string& text) {
    const RunPlan plan{.updates_per_epoch = Steps(1),
                       .total = Steps(GetParam().updates),
                       .base = LearningRate(GetParam().base)};
    const ResolvedSchedule schedule = resolve(parse_schedule(text, dialect_catalogue()), plan);
    for (const auto& [step, rate] : GetParam().rates) {
      const double got = (plan.base * schedule.at(Step(step))).value();
      const double tolerance = 1e-12 * (rate == 0.0 ? GetParam().base : rate);
      EXPECT_NEAR(got, rate, tolerance) << text << " at " << step;
    }
  }
};

TEST_P(LibraryCase, HasTheLibrarysRatesInItsWords) {
  expect_rates(GetParam().dialect);
}

TEST_P(LibraryCase, HasTheLibrarysRatesInPlainWords) {
  expect_rates(GetParam().plain);
}

INSTANTIATE_TEST_SUITE_P(Golden, LibraryCase, ::testing::ValuesIn(cases()), [](const auto& row) {
  return row.param.name;
});

TEST(LibraryCases, AreAllThere) {
  const std::vector<Case> all = cases();
  EXPECT_EQ(all.size(), 32U);
  std::size_t rates = 0;
  for (const Case& row : all) {
    rates += row.rates.size();
  }
  EXPECT_EQ(rates, 239U);
}

}}  // namespace anneal
