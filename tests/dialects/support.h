#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "schedulers/dialects/dialects.h"
#include "schedulers/resolve.h"

// What the tests of other libraries' schedules share: a schedule's text in, numbers out.

namespace anneal {

inline RunPlan plan_of(std::int64_t total, double base = 1.0, std::int64_t updates_per_epoch = 1) {
  return {.updates_per_epoch = Steps(updates_per_epoch),
          .total = Steps(total),
          .base = LearningRate(base)};
}

inline std::vector<double> values(const std::string& text, const RunPlan& plan) {
  return resolve(parse_schedule(text, dialect_catalogue()), plan).values(Step(0), plan.total);
}

inline std::vector<double> values(const std::string& text, std::int64_t total) {
  return values(text, plan_of(total));
}

inline void expect_same(const std::vector<double>& got,
                        const std::vector<double>& wanted,
                        const std::string& what) {
  ASSERT_EQ(got.size(), wanted.size()) << what;
  for (std::size_t t = 0; t < got.size(); ++t) {
    EXPECT_NEAR(got[t], wanted[t], 1e-12 * std::abs(wanted[t]) + 1e-16) << what << " at " << t;
  }
}

inline std::string meaning(const std::string& text, const RunPlan& plan) {
  return to_text(expanded(parse_schedule(text, dialect_catalogue()), plan));
}

inline std::string error_of(const std::string& text, const RunPlan& plan) {
  try {
    resolve(parse_schedule(text, dialect_catalogue()), plan);
  } catch (const spec::SpecError& error) {
    return error.what();
  }
  return "";
}

// How each metric of a list leaves the multiplier.
inline std::vector<double> reactions(const std::string& text,
                                     const std::string& metric,
                                     const std::vector<double>& metrics,
                                     const RunPlan& plan) {
  const ResolvedSchedule schedule = resolve(parse_schedule(text, dialect_catalogue()), plan);
  FeedbackState state = schedule.feedback();
  std::vector<double> result;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    state = schedule.observe(state, Step(i), {{metric, metrics[i]}});
    result.push_back(schedule.at(Step(i), state).value());
  }
  return result;
}

}  // namespace anneal
