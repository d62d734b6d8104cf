#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {

Schedule linear(const CurveOptions& options) {
  return CallBuilder("linear")
      .number("from", options.from)
      .number("to", options.to)
      .flag("endpoint", options.endpoint)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry linear() {
  return {
      .signature = {.name = "linear",
                    .parameters = {from_parameter(), to_parameter(), endpoint_parameter(),
                                   for_parameter()},
                    .formula = "m(u) = from + (to - from) u",
                    .help = "a straight line between two multipliers"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const double from = arguments.number("from");
            const double to = arguments.number("to");
            return make_interpolation(place.length(), arguments.flag("endpoint"), from, to,
                                      [=](double u) { return linear_curve(u, from, to); });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
