#include "schedulers/dialects/optax_parts.h"

#include <algorithm>
#include <cmath>

#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal::dialect {

CurvePtr optax_cosine_curve(std::int64_t length, const OptaxCosine& shape) {
  return make_curve(length, [shape](std::int64_t t) {
    if (t < shape.climb) {
      return linear_curve(static_cast<double>(t) / static_cast<double>(shape.climb), shape.first,
                          shape.top);
    }
    const double u = static_cast<double>(t - shape.climb) / static_cast<double>(shape.count);
    const double left = std::pow(cosine_curve(u, 1.0, 0.0), shape.exponent);
    return shape.end + (shape.top - shape.end) * left;
  });
}

std::vector<spec::Parameter> optax_exponential_parameters() {
  spec::Parameter end = base_rate("end_value", "the rate stops here");
  end.default_text = "none";
  return {duration("transition_steps", "time of one decay_rate"),
          number("decay_rate", "factor; above 1 it grows", "", spec::above(0.0)),
          delay("transition_begin", "the first rate is held so long", "0it"),
          flag("staircase", "only whole transition_steps count"), end};
}

Schedule optax_exponential(const spec::Arguments& arguments,
                           const RunPlan& plan,
                           double top,
                           Pieces before,
                           std::int64_t room) {
  const double decay_rate = arguments.number("decay_rate");
  if (decay_rate == 0.0) {
    return before.then_open(constant(top), room);  // as in Optax: no decay at all
  }
  Schedule fall = scaled(top, CallBuilder("decay")
                                  .number("gamma", decay_rate)
                                  .expr("every", arguments.expr("transition_steps"))
                                  .flag("staircase", arguments.flag("staircase"))
                                  .schedule());
  double held = top;
  if (arguments.has("end_value")) {
    // A floor for a decay, a ceiling for a growth; from the first update on.
    const double end = relative(arguments, "end_value", plan);
    held = decay_rate < 1.0 ? std::max(top, end) : std::min(top, end);
    fall = CallBuilder("clamp")
               .expr("schedule", fall.expr())
               .number(decay_rate < 1.0 ? "min" : "max", end)
               .schedule();
  }
  const std::int64_t begin = updates(arguments, "transition_begin", plan);
  if (begin > 0) {
    before.add(begin, constant(held, in_updates(begin)));
  }
  return before.then_open(fall, room);
}

}  // namespace anneal::dialect
