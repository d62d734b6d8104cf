#include <cmath>

#include "schedulers/catalogue.h"

namespace anneal {

Schedule tanh_decay(const TanhOptions& options) {
  return CallBuilder("tanh")
      .number("lower", options.lower)
      .number("upper", options.upper)
      .number("to", options.to)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry tanh() {
  return {
      .signature = {.name = "tanh",
                    .parameters = {{.name = "lower",
                                    .default_text = "-7",
                                    .range = spec::between(-1e6, 1e6),
                                    .help = "where on the curve the piece begins"},
                                   {.name = "upper",
                                    .default_text = "3",
                                    .range = spec::between(-1e6, 1e6),
                                    .help = "where on the curve it ends"},
                                   to_parameter(),
                                   for_parameter()},
                    .formula = "m(u) = to + (1 - to) (1 - tanh(lower (1 - u) + upper u)) / 2",
                    .help = "flat, then down, then flat; begins at 1 - 8e-7 and ends 0.25% above "
                            "`to`, as in timm",
                    .source = "Hsueh, Li and Wu 2019, Stochastic gradient descent with hyperbolic-"
                              "tangent decay on classification (arXiv:1806.01593)"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const double lower = arguments.number("lower");
            const double upper = arguments.number("upper");
            const double to = arguments.number("to");
            const auto length = static_cast<double>(place.length());
            return make_curve(place.length(), [=](std::int64_t t) {
              const double u = static_cast<double>(t) / length;
              return to + (1.0 - to) * 0.5 * (1.0 - std::tanh(lower * (1.0 - u) + upper * u));
            });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
