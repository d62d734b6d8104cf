#include <algorithm>

#include "schedulers/catalogue.h"

namespace anneal {

Schedule open(const Schedule& schedule) {
  return CallBuilder("open").schedule_argument(schedule).schedule();
}

namespace catalogue {

ScheduleEntry open() {
  return {
      .signature =
          {.name = "open",
           .parameters = {{.name = "schedule", .kind = spec::ValueKind::kExpr, .positional = true}},
           .formula = "m(t) = schedule(t) while it lasts, then its end value",
           .help = "makes a schedule of any length open: held at its end value, or cut "
                   "off, to take what the other pieces leave"},
      .length = LengthRule::kOpen,
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const spec::Expr& inner = arguments.expr("schedule");
            const std::int64_t own = place.inner_length(inner);
            return place.inner(inner,
                               own > 0 ? own : std::max(place.length(), place.inner_least(inner)));
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
