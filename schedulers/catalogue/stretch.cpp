#include "schedulers/catalogue.h"

namespace anneal {

Schedule stretch(const Schedule& schedule, double by) {
  return CallBuilder("stretch").schedule_argument(schedule).number("by", by).schedule();
}

namespace catalogue {

ScheduleEntry stretch() {
  return {
      .signature =
          {.name = "stretch",
           .parameters = {{.name = "schedule", .kind = spec::ValueKind::kExpr, .positional = true},
                          {.name = "by",
                           .range = spec::between(1e-6, 1e6),
                           .help = "2: everything takes twice as long",
                           .positional = true}},
           .formula = "schedule with all lengths in updates and epochs times `by`; % are "
                      "of the run and stay",
           .help = "the same schedule slowed down",
           .source = "scale_schedule_ratio of MosaicML's Composer"},
      .length = LengthRule::kInner,
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            return place.inner_slowed(arguments.expr("schedule"), place.length(),
                                      arguments.number("by"));
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
