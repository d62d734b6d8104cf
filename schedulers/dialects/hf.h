#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schedulers/catalogue.h"
#include "schedulers/dialects/support.h"

/// What hf.cpp and hf_cosine.cpp share: climbs, and their parameters.
namespace anneal::dialect {

inline constexpr const char* kSource = "transformers.get_scheduler (transformers/optimization.py)";

inline spec::Parameter warmup_steps() {
  return delay("num_warmup_steps", "time of the climb from 0");
}

inline spec::Parameter training_steps() {
  return optional_duration("num_training_steps", "time of climb and fall together", "the run");
}

inline spec::Parameter cycles() {
  return number("num_cycles", "waves of the cosine; 0.5: down once", "0.5", spec::above(0.0));
}

inline Pieces climb(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t count = updates(arguments, "num_warmup_steps", plan);
  return count > 0 ? Pieces().add(count, warmup(in_updates(count))) : Pieces();
}

/// The updates that one fall of a cosine takes: at least 1 as in transformers, so that a cosine
/// whose climb takes all of num_training_steps goes up and down from one update to the next.
inline std::int64_t fall(const spec::Arguments& arguments, const RunPlan& plan) {
  return std::max<std::int64_t>(updates_or_available(arguments, "num_training_steps", plan) -
                                    updates(arguments, "num_warmup_steps", plan),
                                1);
}

/// The climb, then `make(length)` over the rest of num_training_steps, and `end` from there on: at
/// once if the climb takes all of them.
template <class Make>
Schedule climb_and_fall(const spec::Arguments& arguments,
                        const RunPlan& plan,
                        double end,
                        Make make) {
  const std::int64_t available = available_updates(arguments, plan);
  Pieces pieces = climb(arguments, plan);
  if (!arguments.has("num_training_steps")) {
    return pieces.then_open(make(std::optional<Length>()), available);
  }
  const std::int64_t count =
      updates(arguments, "num_training_steps", plan) - updates(arguments, "num_warmup_steps", plan);
  if (count > 0) {
    return pieces.add(count, make(std::optional<Length>(in_updates(count)))).then_hold(available);
  }
  return pieces.then_hold(end, available);
}

/// A cosine over `count` updates that goes on in waves if the run does.
inline Schedule waves(std::int64_t count, double cycles, double to) {
  return wave(in_updates(count), {.cycles = cycles, .to = to});
}

}  // namespace anneal::dialect
