// One table row per operation: values worked out by hand, a gradient check over several shapes, and
// the text of one misuse.

#include "core/ops/ops.h"

#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/gradcheck.h"
#include "core/rng.h"

namespace anneal {
namespace {

using Inputs = std::span<const Var>;
using Function = std::function<Var(Inputs)>;

struct OpCase {
  std::string name;
  Function op;
  std::vector<Tensor> inputs;
  Tensor expected;
  std::vector<std::vector<Shape>> gradient_shapes;
  std::function<Var()> misuse;  ///< empty if the operation takes everything
  std::string error;
  double low = -2;  ///< range of the random inputs of the gradient check
  double high = 2;
};

[[maybe_unused]] Tensor uniform(const Shape& shape, double low, double high, Rng& rng) {
  Tensor t(shape);
  for (Scalar& v : t.values()) {
    v = static_cast<Scalar>(rng.uniform(low, high));
  }
  return t;
}

Var zeros(const Shape& shape) {
  return Var(Tensor::zeros(shape));
}

const std::vector<std::int32_t> kLabels{2, 0};

std::vector<OpCase> cases() {
  const std::vector<std::vector<Shape>> pairs{
      {{2, 3}, {2, 3}}, {{2, 3}, {3}},       {{3}, {2, 3}},       {{2, 1}, {1, 3}},
      {{}, {2, 2}},     {{4, 1, 2}, {3, 1}}, {{1}, {2, 1, 1, 2}}, {{2, 3}, {2, 1}}};
  const std::vector<std::vector<Shape>> single{{{}}, {{5}}, {{2, 3}}};
  const Tensor m({2, 3}, {1, 2, 3, 4, 5, 6});
  std::vector<OpCase> table;
  table.push_back({.name = "add",
                   .op = [](Inputs v) { return v[0] + v[1]; },
                   .inputs = {m, Tensor({3}, {10, 20, 30})},
                   .expected = Tensor({2, 3}, {11, 22, 33, 14, 25, 36}),
                   .gradient_shapes = pairs,
                   .misuse =
                       [] {
                         return zeros({2, 3}) + zeros({4});
                       },
                   .error = "add: shapes do not broadcast: (2, 3) and (4)"});
  table.push_back({.name = "sub",
                   .op = [](Inputs v) { return v[0] - v[1]; },
                   .inputs = {m, Tensor({2, 1}, {1, 2})},
                   .expected = Tensor({2, 3}, {0, 1, 2, 2, 3, 4}),
                   .gradient_shapes = pairs,
                   .misuse =
                       [] {
                         return zeros({2, 3}) - zeros({3, 2});
                       },
                   .error = "sub: shapes do not broadcast: (2, 3) and (3, 2)"});
  table.push_back({.name = "mul",
                   .op = [](Inputs v) { return v[0] * v[1]; },
                   .inputs = {m, Tensor({2, 1}, {1, -2})},
                   .expected = Tensor({2, 3}, {1, 2, 3, -8, -10, -12}),
                   .gradient_shapes = pairs,
                   .misuse = [] { return zeros({2}) * zeros({3}); },
                   .error = "mul: shapes do not broadcast: (2) and (3)"});
  table.push_back({.name = "div",
                   .op = [](Inputs v) { return v[0] / v[1]; },
                   .inputs = {m, Tensor({}, {2})},
                   .expected = Tensor({2, 3}, {0.5, 1, 1.5, 2, 2.5, 3}),
                   .gradient_shapes = pairs,
                   .misuse = [] { return zeros({2}) / zeros({3}); },
                   .error = "div: shapes do not broadcast: (2) and (3)",
                   .low = 0.5});
  table.push_back({.name = "numbers",
                   .op = [](Inputs v) { return 1 - (2 * (v[0] + 3) - 1) / 4 + 6 / v[0] + (-v[0]); },
                   .inputs = {Tensor({2}, {1, 2})},
                   .expected = Tensor({2}, {4.25, -0.25}),
                   .gradient_shapes = single,
                   .misuse = {},
                   .error = "",
                   .low = 0.5});
  table.push_back({.name = "more_numbers",
                   .op = [](Inputs v) { return (3 + v[0]) * 2 - 1; },
                   .inputs = {Tensor({2}, {1, 2})},
                   .expected = Tensor({2}, {7, 9}),
                   .gradient_shapes = single,
                   .misuse = {},
                   .error = ""});
  table.push_back({.name = "maximum",
                   .op = [](Inputs v) { return maximum(v[0], v[1]); },
                   .inputs = {Tensor({3}, {1, 5, -1}), Tensor({3}, {2, 4, -1})},
                   .expected = Tensor({3}, {2, 5, -1}),
                   .gradient_shapes = pairs,
                   .misuse = [] { return maximum(zeros({2}), zeros({3})); },
                   .error = "maximum: shapes do not broadcast: (2) and (3)"});
  table.push_back({.name = "minimum",
                   .op = [](Inputs v) { return minimum(v[0], v[1]); },
                   .inputs = {Tensor({3}, {1, 5, -1}), Tensor({3}, {2, 4, -1})},
                   .expected = Tensor({3}, {1, 4, -1}),
                   .gradient_shapes = pairs,
                   .misuse = [] { return minimum(zeros({2}), zeros({3})); },
                   .error = "minimum: shapes do not broadcast: (2) and (3)"});
  table.push_back({.name = "relu",
                   .op = [](Inputs v) { return relu(v[0]); },
                   .inputs = {Tensor({3}, {-1, 0, 2})},
                   .expected = Tensor({3}, {0, 0, 2}),
                   .gradient_shapes = single,
                   .misuse = [] { return relu(Var()); },
                   .error = "var: it has no value"});
  table.push_back({.name = "tanh",
                   .op = [](Inputs v) { return tanh(v[0]); },
                   .inputs = {Tensor({3}, {0, 1, -20})},
                   .expected = Tensor({3}, {0, Scalar(0.7615941559557649), -1}),
                   .gradient_shapes = single,
                   .misuse = {},
                   .error = ""});
  table.push_back({.name = "sigmoid",
                   .op = [](Inputs v) { return sigmoid(v[0]); },
                   .inputs = {Tensor({3}, {0, 1, 200})},
                   .expected = Tensor({3}, {0.5, Scalar(0.7310585786300049), 1}),
                   .gradient_shapes = single,
                   .misuse = {},
                   .error = ""});
  table.push_back(
      {.name = "gelu",
       .op = [](Inputs v) { return gelu(v[0]); },
       .inputs = {Tensor({3}, {0, 1, -1})},
       .expected = Tensor({3}, {0, Scalar(0.8413447460685429), Scalar(-0.15865525393145707)}),
       .gradient_shapes = single,
       .misuse = {},
       .error = ""});
  table.push_back({.name = "exp",
                   .op = [](Inputs v) { return exp(v[0]); },
                   .inputs = {Tensor({2}, {0, 1})},
                   .expected = Tensor({2}, {1, Scalar(2.718281828459045)}),
                   .gradient_shapes = single,
                   .misuse = {},
                   .error = ""});
  table.push_back({.name = "log",
                   .op = [](Inputs v) { return log(v[0]); },
                   .inputs = {Tensor({2}, {1, 2})},
                   .expected = Tensor({2}, {0, Scalar(0.6931471805599453)}),
                   .gradient_shapes = single,
                   .misuse = {},
                   .error = "",
                   .low = 0.5});
  table.push_back({.name = "sqrt",
                   .op = [](Inputs v) { return sqrt(v[0]); },
                   .inputs = {Tensor({2}, {4, 0.25})},
                   .expected = Tensor({2}, {2, 0.5}),
                   .gradient_shapes = single,
                   .misuse = {},
                   .error = "",
                   .low = 0.5});
  table.push_back({.name = "pow",
                   .op = [](Inputs v) { return pow(v[0], 3) + pow(v[0], 2) + pow(v[0], 0.5); },
                   .inputs = {Tensor({2}, {4, 1})},
                   .expected = Tensor({2}, {82, 3}),
                   .gradient_shapes = single,
                   .misuse = {},
                   .error = "",
                   .low = 0.5});
  table.push_back({.name = "abs",
                   .op = [](Inputs v) { return abs(v[0]); },
                   .inputs = {Tensor({3}, {-3, 0, 2})},
                   .expected = Tensor({3}, {3, 0, 2}),
                   .gradient_shapes = single,
                   .misuse = {},
                   .error = ""});
  table.push_back({.name = "sum",
                   .op = [](Inputs v) { return sum(v[0], {.axes = {0}}); },
                   .inputs = {m},
                   .expected = Tensor({3}, {5, 7, 9}),
                   .gradient_shapes = {{{2, 3}}, {{2, 3, 4}}, {{1}}},
                   .misuse =
                       [] {
                         return sum(zeros({2, 3}), {.axes = {1, -1}});
                       },
                   .error = "sum: axis -1 of (2, 3) is named twice"});
  table.push_back({.name = "sum_of_all",
                   .op = [](Inputs v) { return sum(v[0]); },
                   .inputs = {m},
                   .expected = Tensor({}, {21}),
                   .gradient_shapes = {{{2, 3}}, {{}}},
                   .misuse = {},
                   .error = ""});
  table.push_back({.name = "mean",
                   .op = [](Inputs v) { return mean(v[0], {.axes = {-1}, .keepdim = true}); },
                   .inputs = {m},
                   .expected = Tensor({2, 1}, {2, 5}),
                   .gradient_shapes = {{{2, 3}}, {{2, 3, 4}}, {{1}}},
                   .misuse =
                       [] {
                         return mean(zeros({0, 3}));
                       },
                   .error = "mean: there is no element in (0, 3)"});
  table.push_back({.name = "max",
                   .op = [](Inputs v) { return max(v[0], {.axes = {0}}); },
                   .inputs = {Tensor({2, 3}, {1, 7, 3, 4, 5, 6})},
                   .expected = Tensor({3}, {4, 7, 6}),
                   .gradient_shapes = {{{2, 3}}, {{2, 3, 4}}, {{1}}},
                   .misuse =
                       [] {
                         return max(zeros({0, 3}));
                       },
                   .error = "max: there is no element in (0, 3)"});
  table.push_back({.name = "matmul",
                   .op = [](Inputs v) { return matmul(v[0], v[1]); },
                   .inputs = {m, Tensor({3, 2}, {1, 0, 0, 1, 1, 1})},
                   .expected = Tensor({2, 2}, {4, 5, 10, 11}),
                   .gradient_shapes = {{{2, 3}, {3, 4}}, {{1, 1}, {1, 1}}, {{30, 20}, {20, 3}}},
                   .misuse =
                       [] {
                         return matmul(zeros({32, 784}), zeros({512, 10}));
                       },
                   .error = "matmul: inner sizes differ: (32, 784) @ (512, 10)"});
  table.push_back({.name = "matmul_nt",
                   .op = [](Inputs v) { return matmul(v[0], v[1], {.transpose_b = true}); },
                   .inputs = {m, Tensor({2, 3}, {1, 0, 1, 0, 1, 1})},
                   .expected = Tensor({2, 2}, {4, 5, 10, 11}),
                   .gradient_shapes = {{{2, 3}, {4, 3}}},
                   .misuse =
                       [] {
                         return matmul(zeros({2, 3}), zeros({3, 2}), {.transpose_b = true});
                       },
                   .error = "matmul: inner sizes differ: (2, 3) @ (3, 2)^T"});
  table.push_back(
      {.name = "matmul_tn",
       .op = [](Inputs v) { return matmul(v[0], v[1], {.transpose_a = true}); },
       .inputs = {Tensor({3, 2}, {1, 4, 2, 5, 3, 6}), Tensor({3, 2}, {1, 0, 0, 1, 1, 1})},
       .expected = Tensor({2, 2}, {4, 5, 10, 11}),
       .gradient_shapes = {{{3, 2}, {3, 4}}},
       .misuse =
           [] {
             return matmul(zeros({2}), zeros({2, 3}));
           },
       .error = "matmul: expected rank 2 and 2, got (2) and (2, 3)"});
  table.push_back(
      {.name = "matmul_tt",
       .op =
           [](Inputs v) { return matmul(v[0], v[1], {.transpose_a = true, .transpose_b = true}); },
       .inputs = {Tensor({3, 2}, {1, 4, 2, 5, 3, 6}), Tensor({2, 3}, {1, 0, 1, 0, 1, 1})},
       .expected = Tensor({2, 2}, {4, 5, 10, 11}),
       .gradient_shapes = {{{3, 2}, {4, 3}}},
       .misuse = {},
       .error = ""});
  table.push_back(
      {.name = "affine",
       .op = [](Inputs v) { return affine(v[0], v[1], v[2]); },
       .inputs = {m, Tensor({2, 3}, {1, 0, 1, 0, 1, 1}), Tensor({2}, {10, 20})},
       .expected = Tensor({2, 2}, {14, 25, 20, 31}),
       .gradient_shapes = {{{2, 3}, {4, 3}, {4}}, {{3}, {2, 3}, {2}}, {{2, 2, 3}, {1, 3}, {1}}},
       .misuse =
           [] {
             return affine(zeros({32, 64}), zeros({10, 128}));
           },
       .error = "affine: input is (32, 64), weight is (10, 128), which takes (..., in) "
                "and (out, in)"});
  table.push_back({.name = "affine_without_bias",
                   .op = [](Inputs v) { return affine(v[0], v[1]); },
                   .inputs = {m, Tensor({2, 3}, {1, 0, 1, 0, 1, 1})},
                   .expected = Tensor({2, 2}, {4, 5, 10, 11}),
                   .gradient_shapes = {{{2, 3}, {4, 3}}},
                   .misuse =
                       [] {
                         return affine(zeros({2, 3}), zeros({4, 3}), zeros({3}));
                       },
                   .error = "affine: weight is (4, 3), bias is (3)"});
  table.push_back({.name = "reshape",
                   .op =
                       [](Inputs v) {
                         return reshape(v[0], {3, -1});
                       },
                   .inputs = {m},
                   .expected = Tensor({3, 2}, {1, 2, 3, 4, 5, 6}),
                   .gradient_shapes = {{{2, 3}}, {{3}}},
                   .misuse =
                       [] {
                         return reshape(zeros({2, 3}), {4, -1});
                       },
                   .error = "reshape: (2, 3) cannot be divided into parts of 4 elements"});
  table.push_back({.name = "reshape_to",
                   .op = [](Inputs v) { return reshape(v[0], Shape{6}); },
                   .inputs = {m},
                   .expected = Tensor({6}, {1, 2, 3, 4, 5, 6}),
                   .gradient_shapes = {{{2, 3}}},
                   .misuse =
                       [] {
                         return reshape(zeros({2, 3}), Shape{5});
                       },
                   .error = "reshape: sizes differ: (2, 3) to (5)"});
  table.push_back({.name = "flatten",
                   .op = [](Inputs v) { return flatten(v[0]); },
                   .inputs = {m.reshaped({1, 2, 3})},
                   .expected = Tensor({1, 6}, {1, 2, 3, 4, 5, 6}),
                   .gradient_shapes = {{{2, 3, 2}}, {{3}}},
                   .misuse = [] { return flatten(zeros({})); },
                   .error = "flatten: expected rank 1 or more, got ()"});
  table.push_back({.name = "permute",
                   .op =
                       [](Inputs v) {
                         return permute(v[0], {2, 0, 1});
                       },
                   .inputs = {m.reshaped({1, 2, 3})},
                   .expected = Tensor({3, 1, 2}, {1, 4, 2, 5, 3, 6}),
                   .gradient_shapes = {{{2, 3, 4}}},
                   .misuse =
                       [] {
                         return permute(zeros({2, 3}), {1, -1});
                       },
                   .error = "permute: axis -1 is named twice"});
  table.push_back({.name = "transpose",
                   .op = [](Inputs v) { return transpose(v[0], 0, -1); },
                   .inputs = {m},
                   .expected = Tensor({3, 2}, {1, 4, 2, 5, 3, 6}),
                   .gradient_shapes = {{{2, 3}}, {{2, 3, 4}}, {{4}}},
                   .misuse =
                       [] {
                         return permute(zeros({2, 3}), {1});
                       },
                   .error = "permute: 1 axes for shape (2, 3)"});
  table.push_back({.name = "slice",
                   .op = [](Inputs v) { return slice(v[0], {.axis = 1, .begin = 1, .end = 3}); },
                   .inputs = {m},
                   .expected = Tensor({2, 2}, {2, 3, 5, 6}),
                   .gradient_shapes = {{{2, 3}}, {{2, 4, 3}}},
                   .misuse =
                       [] {
                         return slice(zeros({2, 3}), {.axis = 0, .begin = 1, .end = 3});
                       },
                   .error = "slice: [1, 3) is not inside of axis 0 of (2, 3)"});
  table.push_back({.name = "concat",
                   .op =
                       [](Inputs v) {
                         return concat({v[0], v[1]}, 1);
                       },
                   .inputs = {m, Tensor({2, 1}, {7, 8})},
                   .expected = Tensor({2, 4}, {1, 2, 3, 7, 4, 5, 6, 8}),
                   .gradient_shapes = {{{2, 3}, {2, 1}}, {{2, 1, 3}, {2, 2, 3}}},
                   .misuse =
                       [] {
                         return concat({zeros({2, 3}), zeros({3, 3})}, 1);
                       },
                   .error = "concat: shapes differ outside of axis 1: (2, 3) and (3, 3)"});
  table.push_back({.name = "log_softmax",
                   .op = [](Inputs v) { return log_softmax(v[0]); },
                   .inputs = {Tensor({2, 2}, {0, 0, 1000, 0})},
                   .expected = Tensor({2, 2}, {Scalar(-0.6931471805599453),
                                               Scalar(-0.6931471805599453), 0, -1000}),
                   .gradient_shapes = {{{2, 3}}, {{4}}, {{2, 2, 3}}},
                   .misuse = [] { return log_softmax(zeros({})); },
                   .error = "log_softmax: expected rank 1 or more, got ()"});
  table.push_back({.name = "cross_entropy",
                   .op = [](Inputs v) { return cross_entropy(v[0], kLabels); },
                   .inputs = {Tensor({2, 3}, {0, 0, 0, 1000, 0, 0})},
                   .expected = Tensor({}, {Scalar(1.0986122886681098 / 2)}),
                   .gradient_shapes = {{{2, 3}}, {{2, 4}}, {{2, 1, 5}}},
                   .misuse =
                       [] {
                         return cross_entropy(zeros({2, 2}), kLabels);
                       },
                   .error = "cross_entropy: label 2 in row 0 is outside of 0..1"});
  table.push_back(
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
       .error = "cross_entropy: label_smoothing must be in [0, 1), got 1"});
  table.push_back({.name = "cross_entropy_soft",
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
                   .error = "cross_entropy: targets are (2, 4), logits are (2, 3)"});
  table.push_back({.name = "mse",
                   .op = [](Inputs v) { return mse(v[0], v[1]); },
                   .inputs = {m, Tensor({2, 3}, {1, 2, 3, 4, 5, 0})},
                   .expected = Tensor({}, {6}),
                   .gradient_shapes = {{{2, 3}, {2, 3}}, {{}, {}}},
                   .misuse =
                       [] {
                         return mse(zeros({2, 1}), zeros({2}));
                       },
                   .error = "mse: shapes differ: prediction (2, 1), target (2)"});
  table.push_back({.name = "mse_to_constant",
                   .op =
                       [](Inputs v) {
                         return mse(v[0], Tensor({2}, {1, 2}));
                       },
                   .inputs = {Tensor({2}, {2, 4})},
                   .expected = Tensor({}, {2.5}),
                   .gradient_shapes = {{{2}}},
                   .misuse = [] { return mse(zeros({0}), Tensor::zeros({0})); },
                   .error = "mse: there is no element in (0)"});
  table.push_back(
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
                "(B, C, H, W) and (O, C, R, S)"});
  table.push_back(
      {.name = "conv2d_strided",
       .op = [](Inputs v) { return conv2d(v[0], v[1], {}, {.stride = 2, .padding = 1}); },
       .inputs = {Tensor({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6}), Tensor({1, 1, 2, 2}, {1, 1, 1, 10})},
       .expected = Tensor({1, 1, 2, 2}, {10, 32, 4, 11}),
       .gradient_shapes = {{{2, 2, 5, 4}, {3, 2, 3, 3}}, {{1, 1, 6, 6}, {1, 1, 5, 5}}},
       .misuse =
           [] {
             return conv2d(zeros({1, 1, 2, 2}), zeros({1, 1, 3, 3}));
           },
       .error = "conv2d: weight (1, 1, 3, 3) does not fit into input (1, 1, 2, 2) with padding 0"});
  table.push_back({.name = "max_pool2d",
                   .op = [](Inputs v) { return max_pool2d(v[0]); },
                   .inputs = {Tensor({1, 1, 2, 5}, {1, 2, 3, 4, 9, 5, 0, 7, 3, 9})},
                   .expected = Tensor({1, 1, 1, 2}, {5, 7}),
                   .gradient_shapes = {{{2, 2, 4, 6}}, {{1, 1, 3, 3}}},
                   .misuse =
                       [] {
                         return max_pool2d(zeros({1, 1, 1, 4}));
                       },
                   .error = "max_pool2d: window 2 does not fit into (1, 1, 1, 4) with padding 0"});
  table.push_back(
      {.name = "max_pool2d_overlapping",
       .op = [](Inputs v) { return max_pool2d(v[0], {.window = 3, .stride = 2, .padding = 1}); },
       .inputs = {Tensor({1, 1, 3, 3}, {-1, -2, -3, -4, -5, -6, -7, -8, -9})},
       .expected = Tensor({1, 1, 2, 2}, {-1, -2, -4, -5}),
       .gradient_shapes = {{{2, 2, 5, 6}}},
       .misuse =
           [] {
             return max_pool2d(zeros({1, 1, 4, 4}), {.window = 2, .padding = 2});
           },
       .error = "max_pool2d: padding must be at most half of the window 2, got 2"});
  return table;
}

// For gtest, which would print the bytes.
void PrintTo(const OpCase& c, std::ostream* out) {
  *out << c.name;
}

class Op : public testing::TestWithParam<OpCase> {};

TEST_P(Op, GivesTheValuesWorkedOutByHand) {
  const OpCase& c = GetParam();
  std::vector<Var> inputs;
  for (const Tensor& input : c.inputs) {
    inputs.emplace_back(input);
  }
  const Var out = c.op(inputs);
  ASSERT_EQ(out.shape(), c.expected.shape())
      << to_text(out.shape()) << " is not " << to_text(c.expected.shape());
  for (Index i = 0; i < out.value().size(); ++i) {
    const double expected = c.expected.data()[i];
    const double tolerance = std::is_same_v<Scalar, double> ? 1e-14 : 1e-6;
    EXPECT_NEAR(out.value().data()[i], expected, tolerance * std::max(1.0, std::abs(expected)))
        << "element " << i;
  }
}

#ifdef ANNEAL_DOUBLE  // float has too few digits for a difference
TEST_P(Op, GradientAgreesWithCentralDifferences) {
  const OpCase& c = GetParam();
  Rng rng(7, c.name);
  for (const std::vector<Shape>& shapes : c.gradient_shapes) {
    std::vector<Tensor> inputs;
    for (const Shape& shape : shapes) {
      inputs.push_back(uniform(shape, c.low, c.high, rng));
    }
    const GradcheckReport report = check_gradients(c.op, inputs);
    EXPECT_TRUE(report.passed) << to_text(shapes.front()) << ": " << to_text(report);
  }
}
#endif

class MisusedOp : public testing::TestWithParam<OpCase> {};

TEST_P(MisusedOp, IsExplained) {
  const OpCase& c = GetParam();
  EXPECT_THAT(c.misuse, testing::Throws<std::exception>(
                            testing::Property(&std::exception::what, testing::StrEq(c.error))));
}

// Some operations take everything.
std::vector<OpCase> cases_with_misuse() {
  std::vector<OpCase> table = cases();
  std::erase_if(table, [](const OpCase& c) { return !c.misuse; });
  return table;
}

std::string case_name(const testing::TestParamInfo<OpCase>& instance) {
  return instance.param.name;
}

INSTANTIATE_TEST_SUITE_P(All, Op, testing::ValuesIn(cases()), case_name);
INSTANTIATE_TEST_SUITE_P(All, MisusedOp, testing::ValuesIn(cases_with_misuse()), case_name);

}  // namespace
}  // namespace anneal
