#include <cmath>

#include "schedulers/catalogue.h"

namespace anneal {

Schedule inverse_sqrt(Length timescale, std::optional<Length> length) {
  return CallBuilder("inverse_sqrt")
      .length("timescale", timescale)
      .length("for", length)
      .schedule();
}

namespace catalogue {

ScheduleEntry inverse_sqrt() {
  return {
      .signature = {.name = "inverse_sqrt",
                    .parameters = {{.name = "timescale",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "three of them halve the rate"},
                                   for_parameter()},
                    .formula = "m(t) = 1 / sqrt(1 + t / timescale)",
                    .help = "falls without an end in sight; after warmup(W) with timescale=W it "
                            "is the transformer's schedule",
                    .source = "Vaswani et al. 2017, sec. 5.3 (arXiv:1706.03762); Raffel et al. "
                              "2020, T5 (arXiv:1910.10683)"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const auto timescale = static_cast<double>(place.updates(arguments, "timescale"));
            return make_curve(place.length(), [timescale](std::int64_t t) {
              return 1.0 / std::sqrt(1.0 + static_cast<double>(t) / timescale);
            });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
