#include <cmath>

#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {

Schedule linear(const CurveOptions& options) {
  return CallBuilder("linear")
      .number("from", options.from)
      .number("to", options.to)
      .flag("endpoint", options.endpoint)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry linear_entry() {
  return {
      .signature = {.name = "linear",
                    .parameters = {from_parameter(), to_parameter(), endpoint_parameter(),
                                   for_parameter()},
                    .formula = "m(u) = from + (to - from) u",
                    .help = "a straight line between two multipliers",
                    .synonyms = spec::unlike({"linear_decay", "linear_annealing"}, "linear",
                                             "it is called linear here")},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const double from = arguments.number("from");
            const double to = arguments.number("to");
            return make_interpolation(piece.length, arguments.flag("endpoint"), from, to,
                                      [=](double u) { return linear_curve(u, from, to); });
          },
  };
}

Schedule polynomial(const PolynomialOptions& options) {
  return CallBuilder("polynomial")
      .number("power", options.power)
      .number("from", options.from)
      .number("to", options.to)
      .number("k", options.k)
      .flag("endpoint", options.endpoint)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry polynomial_entry() {
  return {
      .signature = {.name = "polynomial",
                    .parameters = {{.name = "power",
                                    .default_text = "2",
                                    .range = spec::above(0.0),
                                    .help = "1 is linear; above 1 falls early, below 1 late"},
                                   from_parameter(),
                                   to_parameter(),
                                   {.name = "k",
                                    .default_text = "1",
                                    .range = spec::above(0.0),
                                    .help = "u^k for u"},
                                   endpoint_parameter(),
                                   for_parameter()},
                    .formula = "m(u) = to + (from - to) (1 - u^k)^power",
                    .help = "a power of what is left of the piece",
                    .source = "the poly policy of Caffe; Liu, Rabinovich and Berg 2015, ParseNet "
                              "(arXiv:1506.04579)",
                    .synonyms = spec::unlike({"polynomial_decay", "poly_decay"}, "polynomial",
                                             "it is called polynomial here")},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const double power = arguments.number("power");
            const double from = arguments.number("from");
            const double to = arguments.number("to");
            const double k = arguments.number("k");
            return make_interpolation(piece.length, arguments.flag("endpoint"), from, to,
                                      [=](double u) {
                                        const double progress = k == 1.0 ? u : std::pow(u, k);
                                        return to + (from - to) * std::pow(1.0 - progress, power);
                                      });
          },
  };
}

Schedule exponential(const ExponentialOptions& options) {
  return CallBuilder("exponential")
      .number("from", options.from)
      .number("to", options.to)
      .flag("endpoint", options.endpoint)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry exponential_entry() {
  spec::Parameter from = from_parameter();
  spec::Parameter to = to_parameter("0.01");
  from.range = to.range = spec::above(0.0);  // a ratio of rates: 0 is never reached
  to.synonyms.push_back(
      {.name = "gamma", .because = "a factor for every epoch is decay(gamma=0.95, every=1ep)"});
  return {
      .signature = {.name = "exponential",
                    .parameters = {from, to, endpoint_parameter(), for_parameter()},
                    .formula = "m(u) = from (to / from)^u",
                    .help = "the same ratio from every update to the next"},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const double first = arguments.number("from");
            const double last = arguments.number("to");
            return make_interpolation(piece.length, arguments.flag("endpoint"), first, last,
                                      [=](double u) { return exponential_curve(u, first, last); });
          },
  };
}

Schedule one_minus_sqrt(const CurveOptions& options) {
  return CallBuilder("one_minus_sqrt")
      .number("from", options.from)
      .number("to", options.to)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry one_minus_sqrt_entry() {
  return {
      .signature = {.name = "one_minus_sqrt",
                    .parameters = {from_parameter(), to_parameter(), for_parameter()},
                    .formula = "m(u) = to + (from - to) (1 - sqrt(u))",
                    .help = "falls fast first: the decay that suits warmup-stable-decay",
                    .source = "Haegele et al. 2024, Scaling laws and compute-optimal training "
                              "beyond fixed training durations (arXiv:2405.18392)"},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const double from = arguments.number("from");
            const double to = arguments.number("to");
            return make_interpolation(piece.length, false, from, to,
                                      [=](double u) { return one_minus_sqrt_curve(u, from, to); });
          },
  };
}

Schedule tanh_decay(const TanhOptions& options) {
  return CallBuilder("tanh")
      .number("lower", options.lower)
      .number("upper", options.upper)
      .number("to", options.to)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry tanh_entry() {
  return {
      .signature = {.name = "tanh",
                    .parameters = {{.name = "lower",
                                    .default_text = "-7",
                                    .range = spec::between(-1e6, 1e6),
                                    .help = "where on the curve the piece begins"},
                                   {.name = "upper",
                                    .default_text = "3",
                                    .range = spec::between(-1e6, 1e6),
                                    .help = "where on the curve it ends"},
                                   to_parameter(),
                                   for_parameter()},
                    .formula = "m(u) = to + (1 - to) (1 - tanh(lower (1 - u) + upper u)) / 2",
                    .help = "flat, then down, then flat; begins at 1 - 8e-7 and ends 0.25% above "
                            "`to`, as in timm",
                    .source = "Hsueh, Li and Wu 2019, Stochastic gradient descent with hyperbolic-"
                              "tangent decay on classification (arXiv:1806.01593)"},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const double lower = arguments.number("lower");
            const double upper = arguments.number("upper");
            const double to = arguments.number("to");
            const auto length = static_cast<double>(piece.length);
            return make_curve(piece.length, [=](std::int64_t t) {
              const double u = static_cast<double>(t) / length;
              return to + (1.0 - to) * 0.5 * (1.0 - std::tanh(lower * (1.0 - u) + upper * u));
            });
          },
  };
}

Schedule rex(double from, std::optional<Length> length) {
  return CallBuilder("rex").number("from", from).length("for", length).schedule();
}

ScheduleEntry rex_entry() {
  return {
      .signature = {.name = "rex",
                    .parameters = {from_parameter(), for_parameter()},
                    .formula = "m(u) = from (1 - u) / (1 - u / 2)",
                    .help = "close to linear at first, then falls faster and faster: a reflected "
                            "exponential",
                    .source = "Chen, Wolfe and Kyrillidis 2021, REX: revisiting budgeted training "
                              "with an improved schedule (arXiv:2107.04197)"},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const double from = arguments.number("from");
            return make_interpolation(piece.length, false, from, 0.0,
                                      [=](double u) { return from * (1.0 - u) / (1.0 - 0.5 * u); });
          },
  };
}

Schedule constant(double value, std::optional<Length> length) {
  return CallBuilder("constant").number("value", value).length("for", length).schedule();
}

ScheduleEntry constant_entry() {
  return {
      .signature = {.name = "constant",
                    .parameters = {{.name = "value",
                                    .default_text = "1",
                                    .range = spec::at_least(0.0),
                                    .help = "multiplier",
                                    .positional = true,
                                    .synonyms = spec::called({"factor"})},
                                   for_parameter()},
                    .formula = "m(t) = value",
                    .help = "the same rate all the time",
                    .aliases = {"hold"}},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const double value = arguments.number("value");
            return make_curve(piece.length, [value](std::int64_t) { return value; });
          },
  };
}

}  // namespace anneal
