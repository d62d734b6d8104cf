#include "optim/parameter_group.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/optim/support.h"

namespace anneal { namespace {

TEST(MatchesPattern, ReadsStarsAndQuestionMarks) {
  EXPECT_TRUE(matches_pattern("layers.0.weight", "layers.0.*"));
  EXPECT_TRUE(matches_pattern("layers.0.weight", "*.weight"));
  EXPECT_TRUE(matches_pattern("layers.0.weight", "*a*e*t"));
  EXPECT_TRUE(matches_pattern("layers.0.weight", "layers.?.weight"));
  EXPECT_TRUE(matches_pattern("", "*"));
  EXPECT_FALSE(matches_pattern("layers.10.weight", "layers.?.weight"));
  EXPECT_FALSE(matches_pattern("layers.0.weight", "layers.0"));
  EXPECT_FALSE(matches_pattern("layers.0.weight", "*.bias"));
}

TEST(GroupByName, GivesEachParameterToItsFirstPattern) {
  const auto groups = group_by_name(
      mixed_parameters(), {{.pattern = "*.bias", .weight_decay = 0.2}, {.pattern = "layers.0.*"}},
      {.weight_decay = 0.1, .decay_biases = false});
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].name, "*.bias");
  EXPECT_EQ(groups[0].parameters[0].name, "layers.0.bias");
  EXPECT_EQ(groups[0].weight_decay, 0.2);
  EXPECT_EQ(groups[1].parameters[0].name, "layers.0.weight");
  EXPECT_EQ(groups[2].name, "rest");
  EXPECT_EQ(groups[2].parameters.size(), 2U);
  EXPECT_EQ(groups[2].weight_decay, 0.1);
  EXPECT_FALSE(groups[2].decay_biases);
}

TEST(GroupByName, RefusesAPatternThatTakesNothing) {
  EXPECT_THROW(group_by_name(mixed_parameters(), {{.pattern = "head.*"}}, {}),
               std::invalid_argument);
  EXPECT_THROW(group_by_name(mixed_parameters(), {{.pattern = "*"}, {.pattern = "*.bias"}}, {}),
               std::invalid_argument);
}

TEST(GroupByName, HasNoRestIfThePatternsTakeAll) {
  EXPECT_EQ(group_by_name(mixed_parameters(), {{.pattern = "*"}}, {}).size(), 1U);
}

}}  // namespace anneal
