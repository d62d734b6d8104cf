// Operations that are hard to do by hand, compared with PyTorch: see tests/golden/ops_golden.py.

#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "core/ops/activations.h"
#include "core/ops/arithmetic.h"
#include "core/ops/conv2d.h"
#include "core/ops/losses.h"
#include "core/ops/pooling.h"
#include "core/ops/reduce.h"
#include "tests/support/state_files.h"

namespace anneal { namespace {

const State& golden() {
  static const State state = load_state(ANNEAL_TEST_DIR "/golden/ops.safetensors");
  return state;
}

void expect_near(const Tensor& actual, const Tensor& expected, const std::string& what) {
  ASSERT_EQ(actual.shape(), expected.shape()) << what;
  const double tolerance = std::is_same_v<Scalar, double> ? 1e-12 : 1e-5;
  for (Index i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(actual.data()[i], expected.data()[i], tolerance) << what << ", element " << i;
  }
}

// Runs `op` on the inputs called `names` of a case and compares output and gradients.
void expect_as_pytorch(const std::string& name,
                       const std::vector<std::string>& names,
                       const std::function<Var(std::span<const Var>)>& op) {
  std::vector<Var> inputs;
  for (const std::string& input : names) {
    inputs.push_back(Var::parameter(golden().at(name + "." + input)));
  }
  const Var y = op(inputs);
  expect_near(y.value(), golden().at(name + ".y"), name + ".y");
  backward(sum(y * Var(golden().at(name + ".v"))));
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string gradient = name + ".d" + names[i];
    expect_near(inputs[i].grad(), golden().at(gradient), gradient);
  }
}

TEST(OpsGolden, GeluIsTheExactForm) {
  expect_as_pytorch("gelu", {"x"}, [](auto v) { return gelu(v[0]); });
}

TEST(OpsGolden, LogSoftmaxAgrees) {
  expect_as_pytorch("log_softmax", {"x"}, [](auto v) { return log_softmax(v[0]); });
}

TEST(OpsGolden, CrossEntropyAgreesForLabelsSmoothingAndDistributions) {
  const std::vector<std::int32_t> labels{4, 0, 2};
  expect_as_pytorch("cross_entropy", {"x"}, [&](auto v) { return cross_entropy(v[0], labels); });
  expect_as_pytorch("cross_entropy_smoothed", {"x"},
                    [&](auto v) { return cross_entropy(v[0], labels, {.label_smoothing = 0.1}); });
  expect_as_pytorch("cross_entropy_soft", {"x"}, [&](auto v) {
    return cross_entropy(v[0], golden().at("cross_entropy_soft.targets"), {.label_smoothing = 0.2});
  });
}

TEST(OpsGolden, Conv2dAgreesForStridesAndPaddings) {
  const std::vector<std::string> names{"x", "weight", "bias"};
  expect_as_pytorch("conv2d", names, [](auto v) { return conv2d(v[0], v[1], v[2]); });
  expect_as_pytorch("conv2d_padded", names,
                    [](auto v) { return conv2d(v[0], v[1], v[2], {.padding = 2}); });
  expect_as_pytorch("conv2d_strided", names,
                    [](auto v) { return conv2d(v[0], v[1], v[2], {.stride = 2, .padding = 1}); });
  expect_as_pytorch("conv2d_far", names,
                    [](auto v) { return conv2d(v[0], v[1], v[2], {.stride = 3, .padding = 2}); });
}

TEST(OpsGolden, MaxPool2dAgrees) {
  expect_as_pytorch("max_pool2d", {"x"}, [](auto v) { return max_pool2d(v[0]); });
  expect_as_pytorch("max_pool2d_overlapping", {"x"}, [](auto v) {
    return max_pool2d(v[0], {.window = 3, .stride = 2, .padding = 1});
  });
}

}}  // namespace anneal
