#include "schedulers/dialects/phases.h"

#include <cmath>

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

std::optional<Schedule> spell(const Phases& phases, std::int64_t room) {
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
  return pieces.then_hold(room);
}

}  // namespace anneal::dialect
