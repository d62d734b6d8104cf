// Rows of the table of operations, see op_case.h.

#include <vector>

#include "core/ops/layout.h"
#include "core/ops/matmul.h"
#include "core/ops/reduce.h"
#include "tests/core/op_case.h"

namespace anneal {

std::vector<OpCase> algebra_cases() {
  return {
      {.name = "sum",
       .op = [](Inputs v) { return sum(v[0], {.axes = {0}}); },
       .inputs = {one_to_six()},
       .expected = Tensor({3}, {5, 7, 9}),
       .gradient_shapes = {{{2, 3}}, {{2, 3, 4}}, {{1}}},
       .misuse =
           [] {
             return sum(zeros({2, 3}), {.axes = {1, -1}});
           },
       .error = "sum: axis -1 of (2, 3) is named twice"},
      {.name = "sum_of_all",
       .op = [](Inputs v) { return sum(v[0]); },
       .inputs = {one_to_six()},
       .expected = Tensor({}, {21}),
       .gradient_shapes = {{{2, 3}}, {{}}},
       .misuse = {},
       .error = ""},
      {.name = "mean",
       .op = [](Inputs v) { return mean(v[0], {.axes = {-1}, .keepdim = true}); },
       .inputs = {one_to_six()},
       .expected = Tensor({2, 1}, {2, 5}),
       .gradient_shapes = {{{2, 3}}, {{2, 3, 4}}, {{1}}},
       .misuse =
           [] {
             return mean(zeros({0, 3}));
           },
       .error = "mean: there is no element in (0, 3)"},
      {.name = "max",
       .op = [](Inputs v) { return max(v[0], {.axes = {0}}); },
       .inputs = {Tensor({2, 3}, {1, 7, 3, 4, 5, 6})},
       .expected = Tensor({3}, {4, 7, 6}),
       .gradient_shapes = {{{2, 3}}, {{2, 3, 4}}, {{1}}},
       .misuse =
           [] {
             return max(zeros({0, 3}));
           },
       .error = "max: there is no element in (0, 3)"},
      {.name = "matmul",
       .op = [](Inputs v) { return matmul(v[0], v[1]); },
       .inputs = {one_to_six(), Tensor({3, 2}, {1, 0, 0, 1, 1, 1})},
       .expected = Tensor({2, 2}, {4, 5, 10, 11}),
       .gradient_shapes = {{{2, 3}, {3, 4}}, {{1, 1}, {1, 1}}, {{30, 20}, {20, 3}}},
       .misuse =
           [] {
             return matmul(zeros({32, 784}), zeros({512, 10}));
           },
       .error = "matmul: inner sizes differ: (32, 784) @ (512, 10)"},
      {.name = "matmul_nt",
       .op = [](Inputs v) { return matmul(v[0], v[1], {.transpose_b = true}); },
       .inputs = {one_to_six(), Tensor({2, 3}, {1, 0, 1, 0, 1, 1})},
       .expected = Tensor({2, 2}, {4, 5, 10, 11}),
       .gradient_shapes = {{{2, 3}, {4, 3}}},
       .misuse =
           [] {
             return matmul(zeros({2, 3}), zeros({3, 2}), {.transpose_b = true});
           },
       .error = "matmul: inner sizes differ: (2, 3) @ (3, 2)^T"},
      {.name = "matmul_tn",
       .op = [](Inputs v) { return matmul(v[0], v[1], {.transpose_a = true}); },
       .inputs = {Tensor({3, 2}, {1, 4, 2, 5, 3, 6}), Tensor({3, 2}, {1, 0, 0, 1, 1, 1})},
       .expected = Tensor({2, 2}, {4, 5, 10, 11}),
       .gradient_shapes = {{{3, 2}, {3, 4}}},
       .misuse =
           [] {
             return matmul(zeros({2}), zeros({2, 3}));
           },
       .error = "matmul: expected rank 2 and 2, got (2) and (2, 3)"},
      {.name = "matmul_tt",
       .op =
           [](Inputs v) { return matmul(v[0], v[1], {.transpose_a = true, .transpose_b = true}); },
       .inputs = {Tensor({3, 2}, {1, 4, 2, 5, 3, 6}), Tensor({2, 3}, {1, 0, 1, 0, 1, 1})},
       .expected = Tensor({2, 2}, {4, 5, 10, 11}),
       .gradient_shapes = {{{3, 2}, {4, 3}}},
       .misuse = {},
       .error = ""},
      {.name = "affine",
       .op = [](Inputs v) { return affine(v[0], v[1], v[2]); },
       .inputs = {one_to_six(), Tensor({2, 3}, {1, 0, 1, 0, 1, 1}), Tensor({2}, {10, 20})},
       .expected = Tensor({2, 2}, {14, 25, 20, 31}),
       .gradient_shapes = {{{2, 3}, {4, 3}, {4}}, {{3}, {2, 3}, {2}}, {{2, 2, 3}, {1, 3}, {1}}},
       .misuse =
           [] {
             return affine(zeros({32, 64}), zeros({10, 128}));
           },
       .error = "affine: input is (32, 64), weight is (10, 128), which takes (..., in) "
                "and (out, in)"},
      {.name = "affine_without_bias",
       .op = [](Inputs v) { return affine(v[0], v[1]); },
       .inputs = {one_to_six(), Tensor({2, 3}, {1, 0, 1, 0, 1, 1})},
       .expected = Tensor({2, 2}, {4, 5, 10, 11}),
       .gradient_shapes = {{{2, 3}, {4, 3}}},
       .misuse =
           [] {
             return affine(zeros({2, 3}), zeros({4, 3}), zeros({3}));
           },
       .error = "affine: weight is (4, 3), bias is (3)"},
      {.name = "affine_relu",
       .op = [](Inputs v) { return affine(v[0], v[1], v[2], {.relu = true}); },
       .inputs = {one_to_six(), Tensor({2, 3}, {1, 0, 1, 0, 1, 1}), Tensor({2}, {-5, 10})},
       .expected = Tensor({2, 2}, {0, 15, 5, 21}),
       .gradient_shapes = {{{2, 3}, {4, 3}, {4}}, {{5, 2, 3}, {17, 3}, {17}}},
       .misuse =
           [] {
             return affine(zeros({2, 3}), zeros({4, 3}), zeros({3}), {.relu = true});
           },
       .error = "affine: weight is (4, 3), bias is (3)"},
      {.name = "affine_relu_without_bias",
       .op = [](Inputs v) { return affine(v[0], v[1], {}, {.relu = true}); },
       .inputs = {one_to_six(), Tensor({2, 3}, {1, 0, -1, 0, 1, 1})},
       .expected = Tensor({2, 2}, {0, 5, 0, 11}),
       .gradient_shapes = {{{2, 3}, {4, 3}}},
       .misuse =
           [] {
             return affine(zeros({2, 3}), zeros({4, 2}), {}, {.relu = true});
           },
       .error = "affine: input is (2, 3), weight is (4, 2), which takes (..., in) and (out, in)"},
      {.name = "reshape",
       .op =
           [](Inputs v) {
             return reshape(v[0], {3, -1});
           },
       .inputs = {one_to_six()},
       .expected = Tensor({3, 2}, {1, 2, 3, 4, 5, 6}),
       .gradient_shapes = {{{2, 3}}, {{3}}},
       .misuse =
           [] {
             return reshape(zeros({2, 3}), {4, -1});
           },
       .error = "reshape: (2, 3) cannot be divided into parts of 4 elements"},
      {.name = "reshape_to",
       .op = [](Inputs v) { return reshape(v[0], Shape{6}); },
       .inputs = {one_to_six()},
       .expected = Tensor({6}, {1, 2, 3, 4, 5, 6}),
       .gradient_shapes = {{{2, 3}}},
       .misuse =
           [] {
             return reshape(zeros({2, 3}), Shape{5});
           },
       .error = "reshape: sizes differ: (2, 3) to (5)"},
      {.name = "flatten",
       .op = [](Inputs v) { return flatten(v[0]); },
       .inputs = {one_to_six().reshaped({1, 2, 3})},
       .expected = Tensor({1, 6}, {1, 2, 3, 4, 5, 6}),
       .gradient_shapes = {{{2, 3, 2}}, {{3}}},
       .misuse = [] { return flatten(zeros({})); },
       .error = "flatten: expected rank 1 or more, got ()"},
      {.name = "permute",
       .op =
           [](Inputs v) {
             return permute(v[0], {2, 0, 1});
           },
       .inputs = {one_to_six().reshaped({1, 2, 3})},
       .expected = Tensor({3, 1, 2}, {1, 4, 2, 5, 3, 6}),
       .gradient_shapes = {{{2, 3, 4}}},
       .misuse =
           [] {
             return permute(zeros({2, 3}), {1, -1});
           },
       .error = "permute: axis -1 is named twice"},
      {.name = "transpose",
       .op = [](Inputs v) { return transpose(v[0], 0, -1); },
       .inputs = {one_to_six()},
       .expected = Tensor({3, 2}, {1, 4, 2, 5, 3, 6}),
       .gradient_shapes = {{{2, 3}}, {{2, 3, 4}}, {{4}}},
       .misuse =
           [] {
             return permute(zeros({2, 3}), {1});
           },
       .error = "permute: 1 axes for shape (2, 3)"},
      {.name = "slice",
       .op = [](Inputs v) { return slice(v[0], {.axis = 1, .begin = 1, .end = 3}); },
       .inputs = {one_to_six()},
       .expected = Tensor({2, 2}, {2, 3, 5, 6}),
       .gradient_shapes = {{{2, 3}}, {{2, 4, 3}}},
       .misuse =
           [] {
             return slice(zeros({2, 3}), {.axis = 0, .begin = 1, .end = 3});
           },
       .error = "slice: [1, 3) is not inside of axis 0 of (2, 3)"},
      {.name = "concat",
       .op =
           [](Inputs v) {
             return concat({v[0], v[1]}, 1);
           },
       .inputs = {one_to_six(), Tensor({2, 1}, {7, 8})},
       .expected = Tensor({2, 4}, {1, 2, 3, 7, 4, 5, 6, 8}),
       .gradient_shapes = {{{2, 3}, {2, 1}}, {{2, 1, 3}, {2, 2, 3}}},
       .misuse =
           [] {
             return concat({zeros({2, 3}), zeros({3, 3})}, 1);
           },
       .error = "concat: shapes differ outside of axis 1: (2, 3) and (3, 3)"},
  };
}

}  // namespace anneal
