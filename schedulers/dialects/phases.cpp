#include "schedulers/dialects/phases.h"

#include <algorithm>
#include <cmath>

#include "core/check.h"
#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal::dialect {

CurvePtr make_phases(std::int64_t length, const Phases& phases) {
  return make_curve(length, [phases](std::int64_t t) {
    const auto now = static_cast<double>(t);
    double begin = phases.begin;
    double from = phases.from;
    for (const Phases::Phase& phase : phases.phases) {
      if (now < phase.end) {
        const double u = (now - begin) / (phase.end - begin);
        return phases.cosine ? cosine_curve(u, from, phase.to) : linear_curve(u, from, phase.to);
      }
      begin = phase.end;
      from = phase.to;
    }
    return from;
  });
}

std::optional<Schedule> spell(const Phases& phases, std::int64_t available) {
  Pieces pieces;
  double begin = phases.begin;
  double from = phases.from;
  if (begin != 0.0 || phases.phases.back().end < 1.0) {
    return std::nullopt;
  }
  for (const Phases::Phase& phase : phases.phases) {
    if (phase.end < begin || phase.end != std::floor(phase.end)) {
      return std::nullopt;
    }
    const auto count = static_cast<std::int64_t>(phase.end - begin);
    if (count > 0) {
      pieces.add(count, from == phase.to ? constant(from, in_updates(count))
                        : phases.cosine  ? half_cosine(from, phase.to, count)
                                         : line(from, phase.to, count));
    }
    begin = phase.end;
    from = phase.to;
  }
  return pieces.then_hold(available);
}

RealCycles::RealCycles(double first, double mult, std::int64_t end) : first_(first) {
  constexpr std::size_t kMostCycles = 1'000'000;
  check(first > 0.0 && mult >= 1.0 && std::isfinite(mult),
        "cycles: need first > 0 and mult >= 1, got ", first, " and ", mult);
  if (mult == 1.0) {
    return;
  }
  double begin = 0.0;
  for (double length = first; begin <= static_cast<double>(end); length *= mult) {
    check(begins_.size() < kMostCycles, "cycles: more than ", kMostCycles,
          " cycles in the run (lengthen the first one, or their growth)");
    begins_.push_back(begin);
    begin += length;
  }
  begins_.push_back(begin);  // where the last one ends
}

RealCycles::Moment RealCycles::at(std::int64_t t) const {
  const auto now = static_cast<double>(t);
  if (begins_.empty()) {
    const double index = std::floor(now / first_);
    const double since = now - index * first_;
    return {index, since / first_, since < 1.0};
  }
  const auto next = std::upper_bound(begins_.begin() + 1, begins_.end() - 1, now);
  const double begin = *(next - 1);
  return {static_cast<double>(next - begins_.begin() - 1), (now - begin) / (*next - begin),
          now - begin < 1.0};
}

CurvePtr make_cyclic_polynomial(std::int64_t length, const CyclicPolynomial& shape) {
  return make_curve(
      length,
      [shape](std::int64_t t) {
        const std::int64_t n = std::max<std::int64_t>((t + shape.first - 1) / shape.first, 1);
        const double u = ratio(t, n * shape.first);
        return shape.to + (shape.from - shape.to) * std::pow(1.0 - u, shape.power);
      },
      [shape](std::int64_t t) { return t > 1 && (t - 1) % shape.first == 0; });
}

}  // namespace anneal::dialect
