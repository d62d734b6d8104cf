#include <cmath>
#include <memory>

#include "schedulers/catalogue.h"
#include "schedulers/catalogue/cycles.h"
#include "schedulers/curves.h"

namespace anneal {

Schedule cosine_restarts(Length first, const CosineRestartsOptions& options) {
  return CallBuilder("cosine_restarts")
      .length("first", first)
      .number("mult", options.mult)
      .number("decay", options.decay)
      .number("to", options.to)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry cosine_restarts() {
  return {
      .signature = {.name = "cosine_restarts",
                    .parameters = {{.name = "first",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "length of the first cycle"},
                                   {.name = "mult",
                                    .default_text = "1",
                                    .range = spec::between(1.0, 1e6),
                                    .help = "each cycle is so many times as long as the last"},
                                   {.name = "decay",
                                    .default_text = "1",
                                    .range = spec::between(0.0, 1.0),
                                    .help = "factor of the peak from cycle to cycle"},
                                   to_parameter(),
                                   for_parameter()},
                    .formula = "m(t) = to + (decay^i - to) (1 + cos(pi u)) / 2 in cycle i, "
                               "u = progress through the cycle",
                    .help = "a cosine again and again, with warm restarts",
                    .source = "Loshchilov and Hutter 2017, SGDR, eq. 5 (arXiv:1608.03983)"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const auto cycles = std::make_shared<const Cycles>(
                place.updates(arguments, "first"), arguments.number("mult"), place.length());
            const double decay = arguments.number("decay");
            const double to = arguments.number("to");
            return make_curve(
                place.length(),
                [=](std::int64_t t) {
                  const Cycles::Cycle cycle = cycles->at(t);
                  const double peak = std::pow(decay, static_cast<double>(cycle.index));
                  const double u =
                      static_cast<double>(t - cycle.begin) / static_cast<double>(cycle.length);
                  return cosine_curve(u, peak, to);
                },
                [=](std::int64_t t) { return t > 0 && cycles->at(t).begin == t; });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
