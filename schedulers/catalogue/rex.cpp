#include "schedulers/catalogue.h"

namespace anneal {

Schedule rex(double from, std::optional<Length> length) {
  return CallBuilder("rex").number("from", from).length("for", length).schedule();
}

namespace catalogue {

ScheduleEntry rex() {
  return {
      .signature = {.name = "rex",
                    .parameters = {from_parameter(), for_parameter()},
                    .formula = "m(u) = from (1 - u) / (1 - u / 2)",
                    .help = "close to linear at first, then falls faster and faster: a reflected "
                            "exponential",
                    .source = "Chen, Wolfe and Kyrillidis 2021, REX: revisiting budgeted training "
                              "with an improved schedule (arXiv:2107.04197)"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const double from = arguments.number("from");
            return make_interpolation(place.length(), false, from, 0.0,
                                      [=](double u) { return from * (1.0 - u) / (1.0 - 0.5 * u); });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
