#include <cmath>

#include "schedulers/catalogue.h"

namespace anneal {

Schedule polynomial(const PolynomialOptions& options) {
  return CallBuilder("polynomial")
      .number("power", options.power)
      .number("from", options.from)
      .number("to", options.to)
      .number("k", options.k)
      .flag("endpoint", options.endpoint)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry polynomial() {
  return {
      .signature = {.name = "polynomial",
                    .parameters = {{.name = "power",
                                    .default_text = "2",
                                    .range = spec::above(0.0),
                                    .help = "1 is linear; above 1 falls early, below 1 late"},
                                   from_parameter(),
                                   to_parameter(),
                                   {.name = "k",
                                    .default_text = "1",
                                    .range = spec::above(0.0),
                                    .help = "u^k for u"},
                                   endpoint_parameter(),
                                   for_parameter()},
                    .formula = "m(u) = to + (from - to) (1 - u^k)^power",
                    .help = "a power of what is left of the piece",
                    .source = "the poly policy of Caffe; Liu, Rabinovich and Berg 2015, ParseNet "
                              "(arXiv:1506.04579)"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const double power = arguments.number("power");
            const double from = arguments.number("from");
            const double to = arguments.number("to");
            const double k = arguments.number("k");
            return make_interpolation(place.length(), arguments.flag("endpoint"), from, to,
                                      [=](double u) {
                                        const double progress = k == 1.0 ? u : std::pow(u, k);
                                        return to + (from - to) * std::pow(1.0 - progress, power);
                                      });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
