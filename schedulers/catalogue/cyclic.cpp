#include <algorithm>
#include <cmath>

#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {

namespace {

struct Triangle {
  double low;
  double high;
  std::int64_t up;
  std::int64_t down;

  // Position and cycle by whole numbers: exact at every corner, however late.
  std::int64_t cycle(std::int64_t t) const { return t / (up + down); }
  double height(std::int64_t t) const {
    const std::int64_t position = t % (up + down);
    return position <= up ? ratio(position, up) : ratio(up + down - position, down);
  }
  double value(std::int64_t t, double scale) const {
    return low + (high - low) * height(t) * scale;
  }
};

CurvePtr cyclic_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const std::int64_t up = piece.updates(arguments, "up");
  const Triangle triangle{.low = arguments.number("low"),
                          .high = arguments.number("high"),
                          .up = up,
                          .down = arguments.has("down") ? piece.updates(arguments, "down") : up};
  const std::string& mode = arguments.word("mode");
  const double gamma = arguments.number("gamma");
  if (mode == "triangular2") {
    return make_curve(piece.length, [=](std::int64_t t) {
      return triangle.value(t, std::exp2(-static_cast<double>(triangle.cycle(t))));
    });
  }
  if (mode == "exp_range") {
    return make_curve(piece.length, [=](std::int64_t t) {
      return triangle.value(t, std::pow(gamma, static_cast<double>(t)));
    });
  }
  return make_curve(piece.length, [=](std::int64_t t) { return triangle.value(t, 1.0); });
}

}  // namespace

Schedule cyclic(const CyclicOptions& options) {
  const char* modes[] = {"triangular", "triangular2", "exp_range"};
  return CallBuilder("cyclic")
      .number("low", options.low)
      .number("high", options.high)
      .length("up", options.up)
      .length("down", options.down)
      .word("mode", modes[static_cast<int>(options.mode)])
      .number("gamma", options.gamma)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry cyclic_entry() {
  return {
      .signature =
          {.name = "cyclic",
           .parameters = {{.name = "low",
                           .range = spec::at_least(0.0),
                           .help = "multiplier where a cycle begins and ends",
                           .synonyms = absolute_rates({"base_lr"}, "low")},
                          {.name = "high",
                           .default_text = "1",
                           .range = spec::at_least(0.0),
                           .help = "multiplier in between (may be the lower one: momentum)"},
                          {.name = "up",
                           .kind = spec::ValueKind::kLength,
                           .range = spec::above(0.0),
                           .help = "from low to high",
                           .synonyms = spec::called({"step_size_up", "step_size"})},
                          {.name = "down",
                           .kind = spec::ValueKind::kLength,
                           .default_text = "up",
                           .range = spec::above(0.0),
                           .help = "and back",
                           .optional = true},
                          {.name = "mode",
                           .kind = spec::ValueKind::kWord,
                           .default_text = "triangular",
                           .choices = {"triangular", "triangular2", "exp_range"},
                           .help = "triangular2 halves the height from cycle to cycle; exp_range "
                                   "multiplies it by gamma^t"},
                          {.name = "gamma",
                           .default_text = "1",
                           .range = spec::between(0.0, 1.0),
                           .help = "of exp_range, per update"},
                          for_parameter()},
           .formula = "m(t) = low + (high - low) h(t), h: up and down between 0 and 1, times "
                      "1, 2^-cycle or gamma^t",
           .help = "up and down between two rates",
           .source = "Smith 2017, Cyclical learning rates (arXiv:1506.01186)",
           .synonyms = spec::unlike({"clr", "triangular"}, "cyclic(low=0.1, up=5ep)",
                                    "it is called cyclic here")},
      .length_argument = "for",
      .curve = cyclic_curve,
      .example = "cyclic(low=0.1, up=10%)",
  };
}

Schedule wave(Length over, const WaveOptions& options) {
  return CallBuilder("wave")
      .length("over", over)
      .number("cycles", options.cycles)
      .number("to", options.to)
      .length("for", options.length)
      .schedule();
}

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
      .length_argument = "for",
      .climbs_again = true,
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const auto over = static_cast<double>(piece.updates(arguments, "over"));
            const double cycles = arguments.number("cycles");
            const double to = arguments.number("to");
            return make_curve(piece.length, [=](std::int64_t t) {
              const double turns = cycles * static_cast<double>(t) / over;
              const double turn = turns - std::floor(turns);
              return cosine_curve(2.0 * std::min(turn, 1.0 - turn), 1.0, to);
            });
          },
      .example = "wave(over=40%)",
  };
}

}  // namespace anneal
