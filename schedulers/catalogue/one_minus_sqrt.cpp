#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {

Schedule one_minus_sqrt(const CurveOptions& options) {
  return CallBuilder("one_minus_sqrt")
      .number("from", options.from)
      .number("to", options.to)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry one_minus_sqrt() {
  return {
      .signature = {.name = "one_minus_sqrt",
                    .parameters = {from_parameter(), to_parameter(), for_parameter()},
                    .formula = "m(u) = to + (from - to) (1 - sqrt(u))",
                    .help = "falls fast first: the decay that suits warmup-stable-decay",
                    .source = "Haegele et al. 2024, Scaling laws and compute-optimal training "
                              "beyond fixed training durations (arXiv:2405.18392)"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const double from = arguments.number("from");
            const double to = arguments.number("to");
            return make_interpolation(place.length(), false, from, to,
                                      [=](double u) { return one_minus_sqrt_curve(u, from, to); });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
