#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/dialects/support.h"

namespace anneal { namespace {

TEST(TorchSequentialLR, CutsAndHoldsItsMembersAtTheMilestones) {
  expect_same(values("torch.SequentialLR(torch.PolynomialLR(total_iters=2it), "
                     "torch.CosineAnnealingLR(T_max=100it), constant(0.5), milestones=[4it, 6it])",
                     8),
              values("linear(for=2it) then constant(0, for=2it) then window(cosine(for=100it), "
                     "for=2it) then constant(0.5)",
                     8),
              "members");
  // A milestone beyond the run never comes; two at once leave a member out.
  expect_same(values("torch.SequentialLR(cosine, constant(0.5), milestones=[20it])", 10),
              values("window(cosine(for=20it))", 10), "beyond");
  expect_same(
      values("torch.SequentialLR(constant(0.5), linear, constant, milestones=[2it, 2it])", 4),
      {0.5, 0.5, 1, 1}, "two at once");
}

TEST(TorchSequentialLR, NestsAndIsListedOrPositional) {
  const std::string nested =
      "torch.SequentialLR(torch.SequentialLR(constant(0.1), constant(0.2), milestones=[2it]), "
      "constant(0.3), milestones=[4it])";
  expect_same(values(nested, 6), {0.1, 0.1, 0.2, 0.2, 0.3, 0.3}, nested);
  EXPECT_EQ(
      parse_schedule("torch.SequentialLR(schedulers=[cosine, linear], milestones=[3it])",
                     dialect_catalogue()),
      parse_schedule("torch.SequentialLR(cosine, linear, milestones=[3it])", dialect_catalogue()));
  EXPECT_NE(error_of("torch.SequentialLR(cosine, linear, milestones=[3it, 4it])", plan_of(9))
                .find("2 for 2 schedules"),
            std::string::npos);
  EXPECT_NE(error_of("torch.SequentialLR(cosin, linear, milestones=[3it])", plan_of(9))
                .find("did you mean cosine"),
            std::string::npos);
}

TEST(TorchOneCycleLR, HoldsItsLastRateBeyondItsEnd) {
  const std::vector<double> got =
      values("torch.OneCycleLR(total_steps=10it, div_factor=10, final_div_factor=100)", 14);
  for (std::size_t t = 9; t < got.size(); ++t) {
    EXPECT_EQ(got[t], 1e-3) << t;
  }
}

TEST(TorchOneCycleLR, ReachesItsTopBetweenTwoUpdatesIfThePercentageSaysSo) {
  // 0.25 * 10 - 1 = 1.5: update 1 is 2/3 up, update 2 is 1/15 down.
  const std::vector<double> got = values(
      "torch.OneCycleLR(total_steps=10it, pct_start=0.25, anneal_strategy=linear, div_factor=10)",
      10);
  EXPECT_DOUBLE_EQ(got[1], 0.1 + 0.9 * (1.0 / 1.5));
  EXPECT_DOUBLE_EQ(got[2], 1.0 + (1e-5 - 1.0) * (0.5 / 7.5));
}

TEST(TorchExponentialLR, MaySayPerEpoch) {
  expect_same(values("torch.ExponentialLR(gamma=0.5, every=1ep)", plan_of(6, 1.0, 2)),
              {1, 1, 0.5, 0.5, 0.25, 0.25}, "every");
}

TEST(TorchPlateau, LeavesTheRateAloneWhereACutWouldBeTooSmall) {
  // 0.1 -> 0.05 -> 0.025 would lower the rate by 0.025, which is not above eps.
  EXPECT_EQ(reactions("torch.ReduceLROnPlateau(factor=0.5, patience=0ev, eps=0.025)", "val_loss",
                      {1, 1, 1, 1}, plan_of(4, 0.1)),
            (std::vector<double>{1, 0.5, 0.5, 0.5}));
}

}}  // namespace anneal
