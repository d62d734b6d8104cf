// Rows of the table of operations, see op_case.h.

#include <cstdint>
#include <vector>

#include "core/ops/conv2d.h"
#include "core/ops/losses.h"
#include "core/ops/pooling.h"
#include "tests/core/op_case.h"

namespace anneal {
namespace {

const std::vector<std::int32_t> kLabels{2, 0};

}  // namespace

std::vector<OpCase> learning_cases() {
  return {
      {.name = "log_softmax",
       .op = [](Inputs v) { return log_softmax(v[0]); },
       .inputs = {Tensor({2, 2}, {0, 0, 1000, 0})},
       .expected =
           Tensor({2, 2}, {Scalar(-0.6931471805599453), Scalar(-0.6931471805599453), 0, -1000}),
       .gradient_shapes = {{{2, 3}}, {{4}}, {{2, 2, 3}}},
       .misuse = [] { return log_softmax(zeros({})); },
       .error = "log_softmax: expected rank 1 or more, got ()"},
      {.name = "cross_entropy",
       .op = [](Inputs v) { return cross_entropy(v[0], kLabels); },
       .inputs = {Tensor({2, 3}, {0, 0, 0, 1000, 0, 0})},
       .expected = Tensor({}, {Scalar(1.0986122886681098 / 2)}),
       .gradient_shapes = {{{2, 3}}, {{2, 4}}, {{2, 1, 5}}},
       .misuse =
           [] {
             return cross_entropy(zeros({2, 2}), kLabels);
           },
       .error = "cross_entropy: label 2 in row 0 is outside of 0..1"},
      {.name = "cross_entropy_smoothed",
       .op = [](Inputs v) { return cross_entropy(v[0], kLabels, {.label_smoothing = 0.3}); },
       .inputs = {Tensor({2, 3}, {0, 0, 0, 10, 0, 0})},
       // second row: 0.8 * ~0 + 2 * 0.1 * ~10, with log_sum - 10 = log(1 + 2 e^-10)
       .expected = Tensor({}, {Scalar((1.0986122886681098 + 2 + 9.079573746724925e-05) / 2)}),
       .gradient_shapes = {{{2, 3}}, {{2, 4}}},
       .misuse =
           [] {
             return cross_entropy(zeros({2, 3}), kLabels, {.label_smoothing = 1});
           },
       .error = "cross_entropy: label_smoothing must be in [0, 1), got 1"},
      {.name = "cross_entropy_soft",
       .op =
           [](Inputs v) {
             return cross_entropy(v[0], Tensor({2, 3}, {0.5, 0.5, 0, 0, 1, 0.5}),
                                  {.label_smoothing = 0.1});
           },
       .inputs = {Tensor({2, 3}, {0, 0, 0, 0, 0, 0})},
       // log 3 times the sums of the smoothed targets, 1 and 0.9 * 1.5 + 0.1
       .expected = Tensor({}, {Scalar(1.0986122886681098 * (1 + 1.45) / 2)}),
       .gradient_shapes = {{{2, 3}}},
       .misuse =
           [] {
             return cross_entropy(zeros({2, 3}), Tensor::zeros({2, 4}));
           },
       .error = "cross_entropy: targets are (2, 4), logits are (2, 3)"},
      {.name = "mse",
       .op = [](Inputs v) { return mse(v[0], v[1]); },
       .inputs = {one_to_six(), Tensor({2, 3}, {1, 2, 3, 4, 5, 0})},
       .expected = Tensor({}, {6}),
       .gradient_shapes = {{{2, 3}, {2, 3}}, {{}, {}}},
       .misuse =
           [] {
             return mse(zeros({2, 1}), zeros({2}));
           },
       .error = "mse: shapes differ: prediction (2, 1), target (2)"},
      {.name = "mse_to_constant",
       .op =
           [](Inputs v) {
             return mse(v[0], Tensor({2}, {1, 2}));
           },
       .inputs = {Tensor({2}, {2, 4})},
       .expected = Tensor({}, {2.5}),
       .gradient_shapes = {{{2}}},
       .misuse = [] { return mse(zeros({0}), Tensor::zeros({0})); },
       .error = "mse: there is no element in (0)"},
      {.name = "conv2d",
       .op = [](Inputs v) { return conv2d(v[0], v[1], v[2]); },
       .inputs = {Tensor({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6}), Tensor({1, 1, 2, 2}, {1, 0, 0, 10}),
                  Tensor({1}, {100})},
       .expected = Tensor({1, 1, 1, 2}, {151, 162}),
       .gradient_shapes = {{{2, 2, 4, 5}, {3, 2, 3, 2}, {3}}, {{1, 1, 2, 2}, {1, 1, 2, 2}, {1}}},
       .misuse =
           [] {
             return conv2d(zeros({1, 3, 8, 8}), zeros({4, 2, 3, 3}));
           },
       .error = "conv2d: input is (1, 3, 8, 8), weight is (4, 2, 3, 3), which takes "
                "(B, C, H, W) and (O, C, R, S)"},
      {.name = "conv2d_strided",
       .op = [](Inputs v) { return conv2d(v[0], v[1], {}, {.stride = 2, .padding = 1}); },
       .inputs = {Tensor({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6}), Tensor({1, 1, 2, 2}, {1, 1, 1, 10})},
       .expected = Tensor({1, 1, 2, 2}, {10, 32, 4, 11}),
       .gradient_shapes = {{{2, 2, 5, 4}, {3, 2, 3, 3}}, {{1, 1, 6, 6}, {1, 1, 5, 5}}},
       .misuse =
           [] {
             return conv2d(zeros({1, 1, 2, 2}), zeros({1, 1, 3, 3}));
           },
       .error = "conv2d: weight (1, 1, 3, 3) does not fit into input (1, 1, 2, 2) with padding 0"},
      {.name = "max_pool2d",
       .op = [](Inputs v) { return max_pool2d(v[0]); },
       .inputs = {Tensor({1, 1, 2, 5}, {1, 2, 3, 4, 9, 5, 0, 7, 3, 9})},
       .expected = Tensor({1, 1, 1, 2}, {5, 7}),
       .gradient_shapes = {{{2, 2, 4, 6}}, {{1, 1, 3, 3}}},
       .misuse =
           [] {
             return max_pool2d(zeros({1, 1, 1, 4}));
           },
       .error = "max_pool2d: window 2 does not fit into (1, 1, 1, 4) with padding 0"},
      {.name = "max_pool2d_overlapping",
       .op = [](Inputs v) { return max_pool2d(v[0], {.window = 3, .stride = 2, .padding = 1}); },
       .inputs = {Tensor({1, 1, 3, 3}, {-1, -2, -3, -4, -5, -6, -7, -8, -9})},
       .expected = Tensor({1, 1, 2, 2}, {-1, -2, -4, -5}),
       .gradient_shapes = {{{2, 2, 5, 6}}},
       .misuse =
           [] {
             return max_pool2d(zeros({1, 1, 4, 4}), {.window = 2, .padding = 2});
           },
       .error = "max_pool2d: padding must be at most half of the window 2, got 2"},
  };
}

}  // namespace anneal
