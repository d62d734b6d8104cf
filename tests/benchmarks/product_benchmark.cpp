// The products of W1 and W4 at their shapes, in both ways to multiply: GFLOP/s and the share of the
// best rate that any product reaches on this machine.

#include <benchmark/benchmark.h>
#include <string>

#include "core/product.h"
#include "tests/benchmarks/counters.h"
#include "tests/benchmarks/workload.h"

namespace anneal { namespace {

using Multiply = void (*)(const MatrixPart&, const MatrixPart&, const ProductTarget&);

struct Form {
  const char* name;
  Index M, N, K;
  bool transpose_a, transpose_b;
};

// x W^T forward, g^T x for the weight, g W for the input.
const Form kForms[] = {
    {"W1_fc1_forward", 64, 256, 784, false, true},   {"W1_fc1_weight", 256, 784, 64, true, false},
    {"W1_fc2_forward", 64, 128, 256, false, true},   {"W1_fc2_weight", 128, 256, 64, true, false},
    {"W1_fc2_input", 64, 256, 128, false, false},    {"W1_fc3_forward", 64, 10, 128, false, true},
    {"W2_fc1_forward", 64, 128, 784, false, true},   {"W4_qkv_forward", 1024, 192, 64, false, true},
    {"W4_qkv_weight", 192, 64, 1024, true, false},   {"W4_up_forward", 1024, 256, 64, false, true},
    {"W4_down_forward", 1024, 64, 256, false, true}, {"square_512", 512, 512, 512, false, false},
};

void product_form(benchmark::State& state, const Form& form, Multiply multiply) {
  const Tensor a = noise(form.transpose_a ? Shape{form.K, form.M} : Shape{form.M, form.K});
  const Tensor b = noise(form.transpose_b ? Shape{form.N, form.K} : Shape{form.K, form.N});
  Tensor c(Shape{form.M, form.N});
  for (auto _ : state) {
    multiply(matrix_of(a).transposed_if(form.transpose_a),
             matrix_of(b).transposed_if(form.transpose_b),
             {.values = c.data(), .row_step = form.N});
    benchmark::ClobberMemory();
  }
  set_flops(state, 2.0 * static_cast<double>(form.M * form.N * form.K));
}

const bool kRegistered = [] {
  for (const Form& form : kForms) {
    for (const auto& [way, multiply] :
         {std::pair<const char*, Multiply>{"plain", multiply_plain},
          std::pair<const char*, Multiply>{"blocked", multiply_blocked}}) {
      const std::string name = std::string("product/") + form.name + "/" + way;
      benchmark::RegisterBenchmark(name.c_str(),
                                   [&form, multiply = multiply](benchmark::State& state) {
                                     product_form(state, form, multiply);
                                   });
    }
  }
  return true;
}();

}}  // namespace anneal
