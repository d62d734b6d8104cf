#include "schedulers/catalogue.h"

namespace anneal {

Schedule inverse_time(double rate, Length every, const DecayOptions& options) {
  return CallBuilder("inverse_time")
      .number("rate", rate)
      .length("every", every)
      .flag("staircase", options.staircase)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry inverse_time() {
  return {
      .signature = {.name = "inverse_time",
                    .parameters = {{.name = "rate",
                                    .range = spec::at_least(0.0),
                                    .help = "1: half of the rate after `every`"},
                                   {.name = "every",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "the unit of time"},
                                   {.name = "staircase",
                                    .kind = spec::ValueKind::kFlag,
                                    .default_text = "false",
                                    .help = "true: only whole multiples of `every` count"},
                                   for_parameter()},
                    .formula = "m(t) = 1 / (1 + rate t / every); staircase: floor(t / every)",
                    .help = "the 1/t decay of stochastic approximation",
                    .source = "Robbins and Monro 1951; Keras's InverseTimeDecay"},
      .curve = [](const spec::Arguments& arguments, Place& place) -> CurvePtr {
        const double rate = arguments.number("rate");
        const std::int64_t every = place.updates(arguments, "every");
        if (arguments.flag("staircase")) {
          return make_curve(
              place.length(),
              [=](std::int64_t t) {
                const std::int64_t whole = t / every;
                return 1.0 / (1.0 + rate * static_cast<double>(whole));
              },
              [=](std::int64_t t) { return t > 0 && t % every == 0; });
        }
        const auto scale = static_cast<double>(every);
        return make_curve(place.length(), [=](std::int64_t t) {
          return 1.0 / (1.0 + rate * static_cast<double>(t) / scale);
        });
      },
  };
}

}  // namespace catalogue
}  // namespace anneal
