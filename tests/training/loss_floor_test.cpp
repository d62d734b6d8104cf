#include <gtest/gtest.h>

#include "tests/training/small_run.h"

namespace anneal { namespace {

// The entropy rate of a Markov chain is the least loss there is; a small transformer finds the
// chain.
TEST(LossFloor, ATransformerComesWithinTwoPercentOfItsSource) {
  RunConfig config;
  config.data = "bigram(n=2048)";
  config.model = "transformer(layers=1, width=32, heads=2)";
  config.optimizer = "adamw(lr=0.01)";
  config.schedule = "warmup(10%) then cosine";
  config.epochs = 4;
  config.batch_size = 32;
  config.eval_every = "100%";
  const Trained result = trained(config);

  ASSERT_TRUE(result.recorder.header.loss_floor);
  const double floor = *result.recorder.header.loss_floor;
  EXPECT_NEAR(floor, 2.02468, 1e-5);
  EXPECT_LT(result.recorder.evals.back().val_loss, 1.02 * floor);
  EXPECT_GT(result.recorder.evals.back().val_loss, 0.99 * floor);
}

TEST(LossFloor, IsNotKnownOfMostData) {
  EXPECT_FALSE(trained(small_run()).recorder.header.loss_floor);
}

}}  // namespace anneal
