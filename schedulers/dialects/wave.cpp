#include <algorithm>
#include <cmath>

#include "schedulers/curves.h"
#include "schedulers/dialects/words.h"

namespace anneal {

ScheduleEntry wave_entry() {
  return {
      .signature = {.name = "wave",
                    .parameters = {{.name = "over",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "the time that `cycles` waves take"},
                                   {.name = "cycles",
                                    .default_text = "1",
                                    .range = spec::above(0.0),
                                    .help = "0.5: down once; 1: down and up again"},
                                   to_parameter(),
                                   for_parameter()},
                    .formula = "m(t) = to + (1 - to) (1 + cos(2 pi cycles t / over)) / 2",
                    .help = "a cosine that goes on: down to `to`, up to 1, down again"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const auto over = static_cast<double>(place.updates(arguments, "over"));
            const double cycles = arguments.number("cycles");
            const double to = arguments.number("to");
            return make_curve(place.length(), [=](std::int64_t t) {
              const double turns = cycles * static_cast<double>(t) / over;
              const double turn = turns - std::floor(turns);
              return cosine_curve(2.0 * std::min(turn, 1.0 - turn), 1.0, to);
            });
          },
  };
}

}  // namespace anneal
