#include <cmath>

#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {

Schedule cosine(const CurveOptions& options) {
  return CallBuilder("cosine")
      .number("from", options.from)
      .number("to", options.to)
      .number("k", options.k)
      .flag("endpoint", options.endpoint)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry cosine_entry() {
  return {
      .signature = {.name = "cosine",
                    .parameters = {from_parameter(),
                                   to_parameter(),
                                   {.name = "k",
                                    .default_text = "1",
                                    .range = spec::above(0.0),
                                    .help = "u^k for u: above 1 holds the rate up for longer"},
                                   endpoint_parameter(),
                                   for_parameter()},
                    .formula = "m(u) = to + (from - to) (1 + cos(pi u^k)) / 2",
                    .help = "half a cosine between two multipliers",
                    .source = "Loshchilov and Hutter 2017, SGDR, eq. 5 without restarts "
                              "(arXiv:1608.03983); k: Zhang and Li 2020, k-decay "
                              "(arXiv:2004.05909)",
                    .synonyms = spec::unlike({"cosine_annealing", "cosine_decay", "half_cosine"},
                                             "cosine", "it is called cosine here")},
      .length_argument = "for",
      .curve = [](const spec::Arguments& arguments, PieceContext& piece) -> CurvePtr {
        const double from = arguments.number("from");
        const double to = arguments.number("to");
        const double k = arguments.number("k");
        const bool endpoint = arguments.flag("endpoint");
        if (k == 1.0) {
          return make_interpolation(piece.length, endpoint, from, to,
                                    [=](double u) { return cosine_curve(u, from, to); });
        }
        return make_interpolation(piece.length, endpoint, from, to,
                                  [=](double u) { return cosine_curve(std::pow(u, k), from, to); });
      },
  };
}
}  // namespace anneal
