#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/powers.h"

namespace anneal {

Schedule step(Length every, const StepOptions& options) {
  return CallBuilder("step")
      .length("every", every)
      .number("gamma", options.gamma)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry step() {
  return {
      .signature = {.name = "step",
                    .parameters = {{.name = "every",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "time from one step to the next"},
                                   {.name = "gamma",
                                    .default_text = "0.1",
                                    .range = spec::at_least(0.0),
                                    .help = "factor at each step"},
                                   for_parameter()},
                    .formula = "m(t) = gamma^floor(t / every)",
                    .help = "a staircase: multiplied by gamma again and again"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const std::int64_t every = place.updates(arguments, "every");
            const double gamma = arguments.number("gamma");
            if (every >= place.length()) {
              place.warn(join_text(place.text(), ": the first step is due at its update ", every,
                                   ", but it lasts only ", place.length(),
                                   ": the rate never falls (shorten `every`)"));
            }
            const Powers powers(gamma, place.length() / every);
            return make_curve(
                place.length(), [powers, every](std::int64_t t) { return powers(t / every); },
                [=](std::int64_t t) { return t > 0 && t % every == 0; });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
