#include "tests/benchmarks/limits.h"

#include <algorithm>
#include <chrono>

#include "core/product.h"
#include "tests/benchmarks/workload.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// Seconds that `work` takes: the best of several rounds of a twentieth of a second.
template <class Work>
double best_time(Work work) {
  using Clock = std::chrono::steady_clock;
  double best = 1e9;
  for (int round = 0; round < 9; ++round) {
    const auto start = Clock::now();
    double seconds = 0;
    int count = 0;
    for (; seconds < 0.05; ++count) {
      work();
      seconds = std::chrono::duration<double>(Clock::now() - start).count();
    }
    best = std::min(best, seconds / count);
  }
  return best;
}

double measured_product_rate() {
  double best = 0;
  for (const Shape& size : {Shape{1024, 64, 192}, Shape{512, 512, 512}, Shape{256, 64, 768}}) {
    const Tensor a = noise({size[0], size[1]});
    const Tensor b = noise({size[1], size[2]});
    Tensor c(Shape{size[0], size[2]});
    for (const auto way : {multiply_plain, multiply_blocked}) {
      const double seconds = best_time(
          [&] { way(matrix_of(a), matrix_of(b), {.values = c.data(), .row_step = size[2]}); });
      best = std::max(best, 2.0 * static_cast<double>(size.size()) / seconds);
    }
  }
  return best;
}

}  // namespace

double product_rate() {
  static const double rate = measured_product_rate();
  return rate;
}

double update_bandwidth(Index count, int tensors) {
  Tensor p = Tensor::full({count}, 0.5);
  const Tensor g = Tensor::full({count}, 1e-3);
  Tensor m = Tensor::full({count}, 0);
  Tensor v = Tensor::full({count}, 0);
  return update_bytes(count, tensors) /
         best_time([&] { update_pass(count, tensors, p.data(), g.data(), m.data(), v.data()); });
}

void update_pass(Index count, int tensors, Scalar* p, const Scalar* g, Scalar* m, Scalar* v) {
  Scalar* __restrict pp = p;
  Scalar* __restrict mm = m;
  Scalar* __restrict vv = v;
  for (Index i = 0; i < count; ++i) {
    mm[i] = Scalar{0.9} * mm[i] + g[i];
    if (tensors == 2) {
      vv[i] = Scalar{0.99} * vv[i] + g[i];
      pp[i] -= Scalar{1e-3} * (mm[i] + vv[i]);
    } else {
      pp[i] -= Scalar{1e-3} * mm[i];
    }
  }
}

double update_bytes(Index count, int tensors) {
  return (3.0 + 2.0 * tensors) * static_cast<double>(count) * sizeof(Scalar);
}

}}  // namespace anneal::ANNEAL_PRECISION
