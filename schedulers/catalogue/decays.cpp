#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {

Schedule decay(double gamma, Length every, const DecayOptions& options) {
  return CallBuilder("decay")
      .number("gamma", gamma)
      .length("every", every)
      .flag("staircase", options.staircase)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry decay_entry() {
  return {
      .signature = {.name = "decay",
                    .parameters = {{.name = "gamma",
                                    .range = spec::above(0.0),
                                    .help = "factor for each `every`",
                                    .synonyms = spec::called({"decay_rate", "factor"})},
                                   {.name = "every",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "1it: per update, 1ep: per epoch",
                                    .synonyms = spec::called({"decay_steps", "transition_steps"})},
                                   {.name = "staircase",
                                    .kind = spec::ValueKind::kFlag,
                                    .default_text = "false",
                                    .help = "true: only whole multiples of `every` count"},
                                   for_parameter()},
                    .formula = "m(t) = gamma^(t / every); staircase: gamma^floor(t / every)",
                    .help = "the exponential decay of ExponentialLR and ExponentialDecay",
                    .synonyms =
                        spec::unlike({"exponential_decay", "exp_decay"},
                                     "decay(gamma=0.95, every=1ep)", "it is called decay here")},
      .length_argument = "for",
      .curve = [](const spec::Arguments& arguments, PieceContext& piece) -> CurvePtr {
        const double gamma = arguments.number("gamma");
        const std::int64_t every = piece.updates(arguments, "every");
        if (arguments.flag("staircase")) {
          const Powers powers(gamma, piece.length / every);
          return make_curve(
              piece.length, [powers, every](std::int64_t t) { return powers(t / every); },
              [=](std::int64_t t) { return t > 0 && t % every == 0; });
        }
        const auto scale = static_cast<double>(every);
        return make_curve(piece.length, [=](std::int64_t t) {
          return std::pow(gamma, static_cast<double>(t) / scale);
        });
      },
      .example = "decay(gamma=0.5, every=20%)",
  };
}

Schedule inverse_time(double rate, Length every, const DecayOptions& options) {
  return CallBuilder("inverse_time")
      .number("rate", rate)
      .length("every", every)
      .flag("staircase", options.staircase)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry inverse_time_entry() {
  return {
      .signature = {.name = "inverse_time",
                    .parameters = {{.name = "rate",
                                    .range = spec::at_least(0.0),
                                    .help = "1: half of the rate after `every`",
                                    .synonyms = spec::called({"decay_rate"})},
                                   {.name = "every",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "the unit of time",
                                    .synonyms = spec::called({"decay_steps"})},
                                   {.name = "staircase",
                                    .kind = spec::ValueKind::kFlag,
                                    .default_text = "false",
                                    .help = "true: only whole multiples of `every` count"},
                                   for_parameter()},
                    .formula = "m(t) = 1 / (1 + rate t / every); staircase: floor(t / every)",
                    .help = "the 1/t decay of stochastic approximation",
                    .source = "Robbins and Monro 1951; Keras's InverseTimeDecay"},
      .length_argument = "for",
      .curve = [](const spec::Arguments& arguments, PieceContext& piece) -> CurvePtr {
        const double rate = arguments.number("rate");
        const std::int64_t every = piece.updates(arguments, "every");
        if (arguments.flag("staircase")) {
          return make_curve(
              piece.length,
              [=](std::int64_t t) {
                const std::int64_t whole = t / every;
                return 1.0 / (1.0 + rate * static_cast<double>(whole));
              },
              [=](std::int64_t t) { return t > 0 && t % every == 0; });
        }
        const auto scale = static_cast<double>(every);
        return make_curve(piece.length, [=](std::int64_t t) {
          return 1.0 / (1.0 + rate * static_cast<double>(t) / scale);
        });
      },
      .example = "inverse_time(rate=1, every=10%)",
  };
}

Schedule inverse_sqrt(Length timescale, std::optional<Length> length) {
  return CallBuilder("inverse_sqrt")
      .length("timescale", timescale)
      .length("for", length)
      .schedule();
}

ScheduleEntry inverse_sqrt_entry() {
  return {
      .signature = {.name = "inverse_sqrt",
                    .parameters = {{.name = "timescale",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "three of them halve the rate"},
                                   for_parameter()},
                    .formula = "m(t) = 1 / sqrt(1 + t / timescale)",
                    .help = "falls without an end in sight; after warmup(W) with timescale=W it "
                            "is the transformer's schedule",
                    .source = "Vaswani et al. 2017, sec. 5.3 (arXiv:1706.03762); Raffel et al. "
                              "2020, T5 (arXiv:1910.10683)"},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const auto timescale = static_cast<double>(piece.updates(arguments, "timescale"));
            return make_curve(piece.length, [timescale](std::int64_t t) {
              return 1.0 / std::sqrt(1.0 + static_cast<double>(t) / timescale);
            });
          },
      .example = "inverse_sqrt(timescale=5%)",
  };
}

Schedule power(const PowerOptions& options) {
  return CallBuilder("power")
      .number("a", options.a)
      .number("b", options.b)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry power_entry() {
  return {
      .signature = {.name = "power",
                    .parameters = {{.name = "a",
                                    .default_text = "1",
                                    .range = spec::above(0.0),
                                    .help = "above 1: stays at 1 for a while"},
                                   {.name = "b",
                                    .default_text = "0.51",
                                    .range = spec::at_least(0.0),
                                    .help = "how fast it falls"},
                                   for_parameter()},
                    .formula = "m(t) = min(1, a (t + 1)^-b)",
                    .help = "a power law of the number of updates",
                    .source = "Shen et al. 2024, Power scheduler (arXiv:2408.13359), in updates "
                              "rather than tokens"},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const double a = arguments.number("a");
            const double b = arguments.number("b");
            const double slowdown = piece.slowdown;  // it has no length that could be stretched
            return make_curve(piece.length, [=](std::int64_t t) {
              return std::min(1.0, a * std::pow(static_cast<double>(t) / slowdown + 1.0, -b));
            });
          },
  };
}

Schedule noam(Length warmup, std::optional<Length> length) {
  return CallBuilder("noam").length("warmup", warmup).length("for", length).schedule();
}

ScheduleEntry noam_entry() {
  return {
      .signature = {.name = "noam",
                    .parameters = {{.name = "warmup",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "W: its last update uses the peak",
                                    .synonyms = spec::called({"warmup_steps", "num_warmup_steps"})},
                                   for_parameter()},
                    .formula = "m(t) = min((t + 1) / W, sqrt(W / (t + 1)))",
                    .help = "the transformer's linear climb and inverse square root, scaled to "
                            "peak 1; the paper's rate is this times 1 / sqrt(d_model W)",
                    .source = "Vaswani et al. 2017, sec. 5.3 (arXiv:1706.03762)"},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const auto W = static_cast<double>(piece.updates(arguments, "warmup"));
            if (2.0 * W > static_cast<double>(piece.plan.total.count())) {
              piece.warn(join_text(": the climb takes ", W, " of ", piece.plan.total.count(),
                                   " updates: more than half of the run (shorten it)"));
            }
            return make_curve(piece.length, [W](std::int64_t t) {
              const double n = static_cast<double>(t) + 1.0;
              return std::min(n / W, std::sqrt(W / n));
            });
          },
      .example = "noam(warmup=10%)",
  };
}

}  // namespace anneal
