#include <stdexcept>
#include <thread>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/node.h"
#include "core/ops/arithmetic.h"
#include "core/ops/reduce.h"
#include "core/var.h"

namespace anneal { namespace {

using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(Backward, WorksOnAChainOf300000Nodes) {
  Var x = Var::parameter(Tensor::scalar(1));
  Var y = x;
  for (int i = 0; i < 300000; ++i) {
    y = y + Scalar(0.5);
  }
  backward(y);
  EXPECT_EQ(y.value().item(), 150001);
  EXPECT_EQ(x.grad().item(), 1);
  y = Var();  // destruction is iterative too: a recursive one would overflow the stack here
}

TEST(Backward, AddsUpTheTwoPathsOfADiamond) {
  Var x = Var::parameter(Tensor({2}, {2, 3}));
  const Var left = x * 3;
  const Var right = x * x;
  backward(sum(left * right));  // 3 x^3, slope 9 x^2
  EXPECT_THAT(x.grad().values(), ElementsAre(36, 81));
}

// x, through an operation that counts how often its backward runs.
Var counted(const Var& x, int& runs) {
  return make_op("counted", Tensor(x.value()), {x}, [&runs](const Node&, Tensor g) {
    ++runs;
    Gradients grads(1);
    grads[0] = std::move(g);
    return grads;
  });
}

TEST(Backward, VisitsANodeOnceAfterAllOfItsUsers) {
  Var x = Var::parameter(Tensor::scalar(1));
  Var y = x;
  int runs = 0;
  for (int i = 0; i < 20; ++i) {
    y = counted(y, runs) + y;  // 2^20 paths
  }
  backward(y);
  EXPECT_EQ(x.grad().item(), Scalar(1 << 20));
  EXPECT_EQ(runs, 20);
}

TEST(Backward, CountsEveryUseOfOneVar) {
  Var x = Var::parameter(Tensor({2}, {2, 3}));
  backward(sum(x * x * x + x));
  EXPECT_THAT(x.grad().values(), ElementsAre(13, 28));  // 3 x^2 + 1
}

TEST(Backward, AccumulatesOverCallsUntilCleared) {
  Var x = Var::parameter(Tensor({1}, {5}));
  const Var loss = sum(x * 2);
  backward(loss);
  backward(loss);  // the same graph once more
  EXPECT_THAT(x.grad().values(), ElementsAre(4));
  x.clear_grad();
  EXPECT_FALSE(x.grad().has_value());
  backward(sum(x * 3));
  EXPECT_THAT(x.grad().values(), ElementsAre(3));
}

TEST(Backward, SumsBroadcastAxesInTheEngine) {
  Var bias = Var::parameter(Tensor::zeros({3}));
  Var column = Var::parameter(Tensor::zeros({2, 1}));
  Var number = Var::parameter(Tensor::zeros({}));
  backward(sum(Var(Tensor::full({2, 3}, 1)) + bias + column + number));
  EXPECT_THAT(bias.grad().values(), ElementsAre(2, 2, 2));
  EXPECT_EQ(bias.grad().shape(), Shape{3});
  EXPECT_THAT(column.grad().values(), ElementsAre(3, 3));
  EXPECT_EQ(column.grad().shape(), (Shape{2, 1}));
  EXPECT_EQ(number.grad().item(), 6);
}

TEST(Backward, LeavesConstantsAlone) {
  const Var c(Tensor({1}, {5}));
  Var x = Var::parameter(Tensor({1}, {2}));
  backward(sum(x * c));
  EXPECT_FALSE(c.grad().has_value());
  EXPECT_THAT(x.grad().values(), ElementsAre(5));
}

TEST(Backward, LeavesNoGradientInsideTheGraph) {
  Var x = Var::parameter(Tensor({1}, {2}));
  const Var y = x * 3;
  backward(sum(y));
  EXPECT_FALSE(y.grad().has_value());
}

TEST(Backward, RefusesLossesWithoutOneElementOrWithoutParameters) {
  EXPECT_THAT([] { backward(Var::parameter(Tensor::zeros({2}))); },
              ThrowsMessage<std::invalid_argument>(
                  "backward: the loss must have one element, its shape is (2)"));
  EXPECT_THAT([] { backward(Var(Tensor::zeros({}))); },
              ThrowsMessage<std::invalid_argument>("backward: the loss depends on no parameter"));
}

TEST(NoGrad, RecordsNothingWhileItLives) {
  Var x = Var::parameter(Tensor({1}, {2}));
  {
    const NoGrad outer;
    { const NoGrad inner; }
    EXPECT_FALSE((x * 2).requires_grad());
  }
  EXPECT_TRUE((x * 2).requires_grad());
}

TEST(NoGrad, DoesNotStopWhatWasRecordedBefore) {
  Var x = Var::parameter(Tensor({1}, {2}));
  const Var loss = sum(x * 2);
  const NoGrad no_grad;
  backward(loss);
  EXPECT_THAT(x.grad().values(), ElementsAre(2));
}

TEST(Detach, CutsTheGraph) {
  Var x = Var::parameter(Tensor({1}, {2}));
  const Var loss = sum(x * x.detach());
  backward(loss);
  EXPECT_THAT(x.grad().values(), ElementsAre(2));
}

// An operation whose backward throws.
Var broken(const Var& x) {
  return make_op("broken", Tensor(x.value()), {x}, [](const Node&, const Tensor&) -> Gradients {
    throw std::runtime_error("broken: no gradient");
  });
}

TEST(Backward, StaysUsableAfterAnOperationThrew) {
  Var x = Var::parameter(Tensor({1}, {2}));
  const Var y = x * 3;
  const Var b = broken(y);
  const Var bad = sum(b + y * 2);  // y * 2 is younger: y holds its gradient when b throws
  EXPECT_THAT([&] { backward(bad); }, ThrowsMessage<std::runtime_error>("broken: no gradient"));
  x.clear_grad();
  backward(sum(y * 5));  // no leftovers of the failed walk in y
  EXPECT_THAT(x.grad().values(), ElementsAre(15));
}

TEST(Backward, RefusesAWrongNumberOfGradients) {
  Var x = Var::parameter(Tensor({}, {2}));
  const Var y = make_op("short", Tensor(x.value()), {x, x},
                        [](const Node&, const Tensor&) { return Gradients(1); });
  EXPECT_THAT([&] { backward(y); },
              ThrowsMessage<std::logic_error>("short: its backward gave 1 gradients for 2 inputs"));
}

TEST(MakeOp, RefusesAnInputWithoutAValue) {
  Var x = Var::parameter(Tensor({}, {2}));
  EXPECT_THAT(
      [&] {
        make_op("pair", Tensor(x.value()), {x, Var()},
                [](const Node&, const Tensor&) { return Gradients(2); });
      },
      ThrowsMessage<std::invalid_argument>("pair: input 2 has no value"));
}

TEST(Backward, HandlesAGraphThatWasBegunOnAnotherThread) {
  Var x = Var::parameter(Tensor({}, {2}));
  Var y;
  int runs = 0;
  std::thread([&] {
    y = x * 1;
    for (int i = 0; i < 100; ++i) {
      y = counted(y, runs);
    }
  }).join();
  std::thread([&] {  // counts its own nodes from zero, far below those of the first thread
    const Var z = y * 3;
    backward(z + y);
  })
      .join();
  EXPECT_EQ(x.grad().item(), 4);
  EXPECT_EQ(runs, 100);  // y waited for z
}

TEST(Var, CopiesAreTheSameValue) {
  Var a = Var::parameter(Tensor({1}, {2}));
  Var b = a;
  b.mutable_value().data()[0] = 7;
  EXPECT_EQ(a.value().item(), 7);
  backward(sum(b * 2));
  a.scale_grad(Scalar(0.5));
  EXPECT_EQ(b.grad().item(), 1);
}

}}  // namespace anneal
