#include <memory>
#include <utility>

#include "core/check.h"
#include "schedulers/catalogue.h"

namespace anneal {

Schedule lambda(StepFunction function) {
  check(static_cast<bool>(function), "lambda: there is no function to call");
  return make_schedule(CallBuilder("lambda").number("function", 0).call(),
                       {std::make_shared<const StepFunction>(std::move(function))});
}

namespace catalogue {

ScheduleEntry lambda() {
  return {
      .signature = {.name = "lambda",
                    .parameters = {{.name = "function",
                                    .range = spec::at_least(0.0),
                                    .help = "only in C++: lambda([](Step t) { return 0.5; })",
                                    .positional = true},
                                   for_parameter()},
                    .formula = "m(t) = function(t)",
                    .help = "any pure function of the step; only in C++, and cannot be written "
                            "to a file"},
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const auto function =
                place.function(static_cast<std::int64_t>(arguments.number("function")));
            const double slowdown = place.slowdown();
            return make_curve(place.length(), [=](std::int64_t t) {
              return (*function)(
                  Step(static_cast<std::int64_t>(static_cast<double>(t) / slowdown)));
            });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
