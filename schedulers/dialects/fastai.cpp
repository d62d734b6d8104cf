#include <algorithm>

#include "schedulers/catalogue.h"
#include "schedulers/dialects/shared.h"

// fastai's fit_* methods. They place their phases by the share of the run that is done, t / N, so
// the last value of each is due after the last update and is never used.
namespace anneal::dialect {
namespace {

// The parameters that differ: the share of the first phase, and the three values.
struct Combined {
  double pct;
  double start;
  double middle;
  double end;
};

Combined one_cycle_values(const spec::Arguments& arguments, const RunPlan& plan) {
  const double top = relative(arguments, "lr_max", plan);
  return {arguments.number("pct_start"), top / arguments.number("div"), top,
          top / arguments.number("div_final")};
}

Combined flat_cos_values(const spec::Arguments& arguments, const RunPlan& plan) {
  const double top = relative(arguments, "lr", plan);
  return {arguments.number("pct_start"), top, top, top / arguments.number("div_final")};
}

Combined combined_values(const spec::Arguments& arguments, const RunPlan& plan) {
  return {arguments.number("pct"), relative(arguments, "start", plan),
          relative(arguments, "middle", plan), relative(arguments, "end", plan)};
}

Phases phases(const Combined& values, std::int64_t length) {
  const auto total = static_cast<double>(length);
  return {.from = values.start,
          .phases = {{values.pct * total, values.middle}, {total, values.end}}};
}

template <auto values_of>
Expansion expand_combined(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t length = available_updates(arguments, plan);
  return spell(phases(values_of(arguments, plan), length), length);
}

template <auto values_of>
CurvePtr combined_curve(const spec::Arguments& arguments, PieceContext& piece) {
  return make_phases(piece.length, phases(values_of(arguments, piece.plan), piece.length));
}

Expansion expand_sgdr(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t first = updates(arguments, "cycle_len", plan);
  const std::int64_t mult = arguments.integer("cycle_mult");
  const std::int64_t available = available_updates(arguments, plan);
  std::int64_t total = 0;
  std::int64_t count = first;
  for (std::int64_t i = 0; i < arguments.integer("n_cycles") && total < available; ++i) {
    total += count;
    count = std::min(count, available) * mult;
  }
  const Schedule cycles = cosine_restarts(
      in_updates(first), {.mult = static_cast<double>(mult), .length = in_updates(total)});
  return scaled(relative(arguments, "lr_max", plan),
                Pieces().add(total, cycles).then_hold(available));
}

Expansion expand_lr_find(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t count = updates(arguments, "num_it", plan);
  const Schedule ramp = exponential({.from = relative(arguments, "start_lr", plan),
                                     .to = relative(arguments, "end_lr", plan),
                                     .length = in_updates(count)});
  return Pieces().add(count, ramp).then_hold(available_updates(arguments, plan));
}

Dialect fit_one_cycle() {
  return {
      .family = "onecycle",
      .name = "fastai.fit_one_cycle",
      .parameters = {base_rate("lr_max", "rate at the top"),
                     number("div", "lr_max over the first rate", "25", spec::above(0.0)),
                     number("div_final", "lr_max over the last rate", "1e5", spec::above(0.0)),
                     number("pct_start", "share of the climb", "0.25", spec::between(0.0, 1.0))},
      .formula = "lr_max / div -> lr_max -> lr_max / div_final, two cosines",
      .help =
          "one cycle in fastai: div_final is of the top (in PyTorch of the "
          "first rate); momentum: fastai.combined_cos(pct=0.25, "
          "start=0.95, middle=0.85, end=0.95)",
      .source = "fastai.callback.schedule.Learner.fit_one_cycle",
      .aliases = {"fastai.one_cycle"},
      .curve = combined_curve<one_cycle_values>,
      .expand = expand_combined<one_cycle_values>,
      .example = "fastai.fit_one_cycle(lr_max=0.1)",
      .here = "warmup(25%, from=0.04, shape=cosine) then cosine(to=1e-5)"};
}

Dialect fit_flat_cos() {
  return {.family = "wsd",
          .name = "fastai.fit_flat_cos",
          .parameters = {base_rate("lr", "rate of the flat stretch"),
                         number("div_final", "lr over the last rate", "1e5", spec::above(0.0)),
                         number("pct_start", "share of the flat stretch", "0.75",
                                spec::between(0.0, 1.0))},
          .formula = "lr, then a cosine to lr / div_final",
          .help = "fastai's flat rate and cosine",
          .source = "fastai.callback.schedule.Learner.fit_flat_cos",
          .aliases = {"fastai.flat_cos"},
          .curve = combined_curve<flat_cos_values>,
          .expand = expand_combined<flat_cos_values>,
          .example = "fastai.fit_flat_cos(lr=0.1)",
          .here = "constant(for=75%) then cosine(to=1e-5)"};
}

Dialect combined_cos() {
  return {.family = "onecycle",
          .name = "fastai.combined_cos",
          .parameters = {number("pct", "share of the first phase", "", spec::between(0.0, 1.0)),
                         rate("start", "first value", ""), rate("middle", "value in between", ""),
                         rate("end", "last value", "")},
          .formula = "start -> middle -> end, two cosines",
          .help = "what fastai's cycles are made of, for any hyper-parameter",
          .source = "fastai.callback.schedule.combined_cos",
          .curve = combined_curve<combined_values>,
          .expand = expand_combined<combined_values>,
          .example = "fastai.combined_cos(pct=0.4, start=0.01, middle=0.1, end=0.001)",
          .here = "warmup(40%, from=0.1, shape=cosine) then cosine(to=0.01)"};
}

Dialect fit_sgdr() {
  return {.family = "restarts",
          .name = "fastai.fit_sgdr",
          .parameters = {{.name = "n_cycles",
                          .kind = spec::ValueKind::kInteger,
                          .range = spec::between(1.0, 1e6),
                          .help = "how many cycles"},
                         duration("cycle_len", "length of the first cycle"),
                         base_rate("lr_max", "rate at the top"),
                         {.name = "cycle_mult",
                          .kind = spec::ValueKind::kInteger,
                          .default_text = "2",
                          .range = spec::between(1.0, 1e6),
                          .help = "each cycle is so many times as long"}},
          .formula = "lr_max (1 + cos(pi u)) / 2 in each of n_cycles cycles",
          .help = "SGDR in fastai; cycle_mult=1, where fastai divides by 0, works",
          .source = "fastai.callback.schedule.Learner.fit_sgdr",
          .aliases = {"fastai.sgdr"},
          .expand = expand_sgdr,
          .example = "fastai.fit_sgdr(n_cycles=3, cycle_len=1ep, lr_max=0.1)",
          .here = "open(cosine_restarts(first=1ep, mult=2, for=70it))"};
}

Dialect lr_find() {
  return {.family = "range test",
          .name = "fastai.lr_find",
          .parameters = {number("start_lr", "first rate", "1e-7", spec::above(0.0)),
                         number("end_lr", "last rate", "10", spec::above(0.0)),
                         duration("num_it", "length", "100it")},
          .formula = "start_lr (end_lr / start_lr)^(t / num_it)",
          .help = "fastai's learning rate range test",
          .source = "fastai.callback.schedule.LRFinder",
          .expand = expand_lr_find,
          .example = "fastai.lr_find(start_lr=1e-4, end_lr=1, num_it=100it)",
          .here = "exponential(from=0.001, to=10)"};
}

}  // namespace

std::vector<Dialect> fastai() {
  return {fit_one_cycle(), fit_flat_cos(), combined_cos(), fit_sgdr(), lr_find()};
}

}  // namespace anneal::dialect
