#include <cmath>

#include "schedulers/catalogue.h"
#include "schedulers/powers.h"

namespace anneal {

Schedule decay(double gamma, Length every, const DecayOptions& options) {
  return CallBuilder("decay")
      .number("gamma", gamma)
      .length("every", every)
      .flag("staircase", options.staircase)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry decay() {
  return {
      .signature = {.name = "decay",
                    .parameters = {{.name = "gamma",
                                    .range = spec::above(0.0),
                                    .help = "factor for each `every`"},
                                   {.name = "every",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "1it: per update, 1ep: per epoch"},
                                   {.name = "staircase",
                                    .kind = spec::ValueKind::kFlag,
                                    .default_text = "false",
                                    .help = "true: only whole multiples of `every` count"},
                                   for_parameter()},
                    .formula = "m(t) = gamma^(t / every); staircase: gamma^floor(t / every)",
                    .help = "the exponential decay of ExponentialLR and ExponentialDecay"},
      .curve = [](const spec::Arguments& arguments, Place& place) -> CurvePtr {
        const double gamma = arguments.number("gamma");
        const std::int64_t every = place.updates(arguments, "every");
        if (arguments.flag("staircase")) {
          const Powers powers(gamma, place.length() / every);
          return make_curve(
              place.length(), [powers, every](std::int64_t t) { return powers(t / every); },
              [=](std::int64_t t) { return t > 0 && t % every == 0; });
        }
        const auto scale = static_cast<double>(every);
        return make_curve(place.length(), [=](std::int64_t t) {
          return std::pow(gamma, static_cast<double>(t) / scale);
        });
      },
  };
}

}  // namespace catalogue
}  // namespace anneal
