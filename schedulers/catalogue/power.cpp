#include <algorithm>
#include <cmath>

#include "schedulers/catalogue.h"

namespace anneal {

Schedule power(const PowerOptions& options) {
  return CallBuilder("power")
      .number("a", options.a)
      .number("b", options.b)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry power() {
  return {
      .signature = {.name = "power",
                    .parameters = {{.name = "a",
                                    .default_text = "1",
                                    .range = spec::above(0.0),
                                    .help = "above 1: stays at 1 for a while"},
                                   {.name = "b",
                                    .default_text = "0.51",
                                    .range = spec::at_least(0.0),
                                    .help = "how fast it falls"},
                                   for_parameter()},
                    .formula = "m(t) = min(1, a (t + 1)^-b)",
                    .help = "a power law of the number of updates",
                    .source = "Shen et al. 2024, Power scheduler (arXiv:2408.13359), in updates "
                              "rather than tokens"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const double a = arguments.number("a");
            const double b = arguments.number("b");
            const double slowdown = place.slowdown();  // it has no length that could be stretched
            return make_curve(place.length(), [=](std::int64_t t) {
              return std::min(1.0, a * std::pow(static_cast<double>(t) / slowdown + 1.0, -b));
            });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
