#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/dialects/optax.h"
#include "schedulers/dialects/shared.h"

// The schedules of optax that are made of several: with a warmup, SGDR, join_schedules.
namespace anneal::dialect {
namespace {

constexpr const char* kWarmupCosine = "optax.warmup_cosine_decay_schedule";

OptaxCosine warmup_cosine(const spec::Arguments& arguments,
                          std::int64_t climb,
                          std::int64_t total,
                          const RunPlan& plan) {
  if (total <= climb) {
    throw arguments.error("decay_steps", join_text("decay_steps includes the warmup, but ", total,
                                                   " is not above ", climb, " (lengthen it)"));
  }
  return {.climb = climb,
          .first = relative(arguments, "init_value", plan),
          .count = total - climb,
          .top = relative(arguments, "peak_value", plan),
          .end = relative(arguments, "end_value", plan),
          .exponent = arguments.number("exponent")};
}

Expansion expand_warmup_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  const OptaxCosine shape =
      warmup_cosine(arguments, updates(arguments, "warmup_steps", plan),
                    updates_or_available(arguments, "decay_steps", plan), plan);
  if (shape.exponent != 1.0) {
    return std::nullopt;
  }
  Pieces pieces;
  if (shape.climb > 0) {
    pieces.add(shape.climb, line(shape.first, shape.top, shape.climb));
  }
  return pieces.add(shape.count, half_cosine(shape.top, shape.end, shape.count))
      .then_hold(available_updates(arguments, plan));
}

CurvePtr warmup_cosine_curve(const spec::Arguments& arguments, PieceContext& piece) {
  return optax_cosine_curve(
      piece.length,
      warmup_cosine(arguments, piece.updates(arguments, "warmup_steps"),
                    updates_or_available(arguments, "decay_steps", piece), piece.plan));
}

Expansion expand_warmup_exponential(const spec::Arguments& arguments, const RunPlan& plan) {
  const double first = relative(arguments, "init_value", plan);
  const double top = relative(arguments, "peak_value", plan);
  const std::int64_t climb = updates(arguments, "warmup_steps", plan);
  Pieces pieces;
  if (climb > 0) {
    pieces.add(climb, line(first, top, climb));
  }
  return optax_exponential(arguments, plan, top, pieces, available_updates(arguments, plan));
}

Expansion expand_join(const spec::Arguments& arguments,
                      const RunPlan& plan,
                      const std::vector<Schedule>& schedules) {
  return join(arguments, schedules, "boundaries", plan);
}

// One cycle of sgdr_schedule: dict(init_value=.., peak_value=.., ...) is a call of the schedule
// with a warmup and a cosine.
spec::Expr cycle_call(const spec::Arguments& arguments, const spec::Expr& item) {
  if (!item.is_name()) {
    throw arguments.error("cosine_kwargs", join_text("expected dict(init_value=.., peak_value=.., "
                                                     "warmup_steps=.., decay_steps=..), got ",
                                                     spec::brief(item)));
  }
  spec::Expr call = item;
  call.text = kWarmupCosine;
  return make_schedule(call, dialect_catalogue()).expr();
}

void normalise_sgdr(const spec::Arguments& arguments, spec::Expr&) {
  if (arguments.expr("cosine_kwargs").items.empty()) {
    throw arguments.error("cosine_kwargs", "there is no cycle in it");
  }
  for (const spec::Expr& item : arguments.expr("cosine_kwargs").items) {
    cycle_call(arguments, item);
  }
}

Expansion expand_sgdr(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::vector<spec::Expr>& items = arguments.expr("cosine_kwargs").items;
  const std::int64_t end = available_updates(arguments, plan);
  Pieces pieces;
  std::int64_t begin = 0;
  for (std::size_t i = 0; i < items.size() && begin < end; ++i) {
    spec::Expr call = cycle_call(arguments, items[i]);
    const ScheduleEntry& entry = spec::find_entry(call, "schedule", dialect_catalogue());
    const spec::Arguments cycle = spec::bind(call, entry.signature);
    const bool last = i + 1 == items.size();
    const std::int64_t count =
        last ? end - begin : updates_or_available(cycle, "decay_steps", plan);
    call.arguments.push_back(
        {.name = "for", .value = spec::number(static_cast<double>(count), spec::Unit::kUpdates)});
    pieces.add(count, make_schedule(call, dialect_catalogue()));
    begin += count;
  }
  return pieces.then_hold(end);
}

Dialect warmup_cosine_decay_schedule() {
  return {
      .family = "cosine",
      .name = kWarmupCosine,
      .parameters = {rate("init_value", "rate of the first update", "0"),
                     base_rate("peak_value", "rate after the warmup"),
                     delay("warmup_steps", "time of the climb"),
                     optional_duration("decay_steps", "time of climb and fall together", "the run"),
                     rate("end_value", "last rate", "0"),
                     number("exponent", "power of the cosine", "1", spec::above(0.0))},
      .formula =
          "init -> peak over warmup_steps, then a cosine to end over "
          "decay_steps - warmup_steps",
      .help =
          "Optax's cosine with warmup: decay_steps includes the warmup (in "
          "Keras it does not)",
      .source = "optax.warmup_cosine_decay_schedule",
      .aliases = {"optax.warmup_cosine_decay"},
      .curve = warmup_cosine_curve,
      .expand = expand_warmup_cosine,
      .example =
          "optax.warmup_cosine_decay_schedule(init_value=0, peak_value=0.1, "
          "warmup_steps=10it, decay_steps=100it)",
      .here = "warmup(10it) then cosine"};
}

Dialect warmup_exponential_decay_schedule() {
  std::vector<spec::Parameter> parameters = {rate("init_value", "rate of the first update", "0"),
                                             base_rate("peak_value", "rate after the warmup"),
                                             delay("warmup_steps", "time of the climb")};
  for (spec::Parameter& parameter : optax_exponential_parameters()) {
    parameters.push_back(std::move(parameter));
  }
  return {.family = "exponential",
          .name = "optax.warmup_exponential_decay_schedule",
          .parameters = parameters,
          .formula =
              "init -> peak over warmup_steps, then peak "
              "decay_rate^(t / steps)",
          .help = "Optax's exponential decay with warmup",
          .source = "optax.warmup_exponential_decay_schedule",
          .aliases = {"optax.warmup_exponential_decay"},
          .expand = expand_warmup_exponential,
          .example =
              "optax.warmup_exponential_decay_schedule(init_value=0, peak_value=0.1, "
              "warmup_steps=10it, transition_steps=20it, decay_rate=0.5)",
          .here = "warmup(10it) then decay(gamma=0.5, every=20it)"};
}

Dialect sgdr_schedule() {
  return {.family = "restarts",
          .name = "optax.sgdr_schedule",
          .parameters = {{.name = "cosine_kwargs",
                          .kind = spec::ValueKind::kExpr,
                          .help = "dict(...), ...: the arguments of "
                                  "optax.warmup_cosine_decay_schedule for each "
                                  "cycle",
                          .rest = true}},
          .formula = "a warmup and a cosine for each cycle, decay_steps long",
          .help = "Optax's SGDR: every cycle with its own warmup, peak and length",
          .source = "optax.sgdr_schedule",
          .normalise = normalise_sgdr,
          .expand = expand_sgdr,
          .example =
              "optax.sgdr_schedule(dict(peak_value=0.1, warmup_steps=5it, "
              "decay_steps=40it), dict(peak_value=0.05, warmup_steps=5it, "
              "decay_steps=60it))",
          .here =
              "warmup(5it) then cosine(for=35it) then linear(from=0, to=0.5, for=5it) then "
              "cosine(from=0.5)"};
}

Dialect join_schedules() {
  return {.family = "sequence",
          .name = "optax.join_schedules",
          .parameters = {schedules("schedules", "one after the other"),
                         durations("boundaries", "where the next one begins")},
          .formula = "a for=b0 then b for=b1-b0 then ...",
          .help =
              "Optax's sequence, each on its own clock: here simply "
              "`then`",
          .source = "optax.join_schedules",
          .inner = {.argument = "schedules"},
          .normalise = [](const spec::Arguments& arguments,
                          spec::Expr&) { check_members(arguments, "schedules", "boundaries"); },
          .expand_inner = expand_join,
          .example =
              "optax.join_schedules(optax.linear_schedule(init_value=0, end_value=0.1, "
              "transition_steps=10it), optax.constant_schedule(value=0.1), "
              "boundaries=[10it])",
          .here = "warmup(10it) then constant"};
}

}  // namespace

std::vector<Dialect> optax_joined() {
  return {warmup_cosine_decay_schedule(), warmup_exponential_decay_schedule(), sgdr_schedule(),
          join_schedules()};
}

}  // namespace anneal::dialect
