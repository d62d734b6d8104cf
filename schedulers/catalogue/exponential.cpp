#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {

Schedule exponential(const ExponentialOptions& options) {
  return CallBuilder("exponential")
      .number("from", options.from)
      .number("to", options.to)
      .flag("endpoint", options.endpoint)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry exponential() {
  spec::Parameter from = from_parameter();
  spec::Parameter to = to_parameter("0.01");
  from.range = to.range = spec::above(0.0);  // a ratio of rates: 0 is never reached
  return {
      .signature = {.name = "exponential",
                    .parameters = {from, to, endpoint_parameter(), for_parameter()},
                    .formula = "m(u) = from (to / from)^u",
                    .help = "the same ratio from every update to the next"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const double first = arguments.number("from");
            const double last = arguments.number("to");
            return make_interpolation(place.length(), arguments.flag("endpoint"), first, last,
                                      [=](double u) { return exponential_curve(u, first, last); });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
