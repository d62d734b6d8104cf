#include "apps/study/statistics.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace anneal { namespace {

// Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2; its columns .975 and .995.
TEST(StudentT, HasTheQuantilesOfThePublishedTable) {
  struct Row {
    std::int64_t freedom;
    double t95, t99;
  };
  for (const Row& row :
       {Row{1, 12.706, 63.657}, Row{2, 4.303, 9.925}, Row{3, 3.182, 5.841}, Row{4, 2.776, 4.604},
        Row{5, 2.571, 4.032}, Row{9, 2.262, 3.250}, Row{10, 2.228, 3.169}, Row{29, 2.045, 2.756},
        Row{30, 2.042, 2.750}, Row{100, 1.984, 2.626}}) {
    EXPECT_NEAR(student_t_quantile(0.95, row.freedom), row.t95, 5.1e-4) << row.freedom;
    EXPECT_NEAR(student_t_quantile(0.99, row.freedom), row.t99, 5.1e-4) << row.freedom;
  }
  EXPECT_NEAR(student_t_quantile(0.95, 1'000'000), 1.959966, 1e-5);  // nearly the normal one
}

TEST(StudentT, QuantileIsTheInverseOfTheDistribution) {
  for (const std::int64_t freedom : {1, 2, 3, 4, 7, 8, 50, 51}) {
    for (const double share : {0.1, 0.5, 0.9, 0.999}) {
      EXPECT_NEAR(student_t_within(student_t_quantile(share, freedom), freedom), share, 1e-12);
    }
    EXPECT_EQ(student_t_within(0.0, freedom), 0.0);
  }
  EXPECT_NEAR(student_t_within(1.0, 1), 0.5, 1e-15);  // Cauchy's quartiles
}

TEST(StudentT, RefusesWhatIsNoShareAndNoFreedom) {
  EXPECT_THROW(student_t_quantile(0.0, 3), std::invalid_argument);
  EXPECT_THROW(student_t_quantile(1.0, 3), std::invalid_argument);
  EXPECT_THROW(student_t_quantile(std::numeric_limits<double>::quiet_NaN(), 3),
               std::invalid_argument);
  EXPECT_THROW(student_t_quantile(0.95, 0), std::invalid_argument);
}

TEST(MeanInterval, IsTheMeanAndTTimesItsError) {
  const std::vector<double> values = {1.0, 2.0, 6.0};
  const Interval found = mean_interval(values).value();
  EXPECT_DOUBLE_EQ(found.mean, 3.0);
  EXPECT_NEAR(found.half_width, 4.302653 * std::sqrt(7.0 / 3.0), 1e-5);
  EXPECT_DOUBLE_EQ(found.high() - found.low(), 2 * found.half_width);
  EXPECT_FALSE(mean_interval(std::vector<double>{1.0}).has_value());
}

}}  // namespace anneal
