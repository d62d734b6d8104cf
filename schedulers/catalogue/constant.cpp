#include "schedulers/catalogue.h"

namespace anneal {

Schedule constant(double value, std::optional<Length> length) {
  return CallBuilder("constant").number("value", value).length("for", length).schedule();
}

namespace catalogue {

ScheduleEntry constant() {
  return {
      .signature = {.name = "constant",
                    .parameters = {{.name = "value",
                                    .default_text = "1",
                                    .range = spec::at_least(0.0),
                                    .help = "multiplier",
                                    .positional = true},
                                   for_parameter()},
                    .formula = "m(t) = value",
                    .help = "the same rate all the time",
                    .aliases = {"hold"}},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const double value = arguments.number("value");
            return make_curve(place.length(), [value](std::int64_t) { return value; });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
