#pragma once

#include <atomic>

#include "apps/run/rates.h"
#include "schedulers/curve.h"

namespace anneal {

/// How often the word `counted` was read and made for a run.
inline std::atomic<int> times_parsed = 0;
inline std::atomic<int> times_resolved = 0;

/// A word of the test's own, counted(m=1, for=open): the multiplier m. Its entry counts.
inline ScheduleEntry counted_entry() {
  return {.signature = {.name = "counted",
                        .parameters = {{.name = "m", .default_text = "1"},
                                       {.name = "for",
                                        .kind = spec::ValueKind::kLength,
                                        .default_text = "open",
                                        .optional = true}},
                        .formula = "m",
                        .help = "counts"},
          .length_argument = "for",
          .normalise = [](const spec::Arguments&, spec::Expr&) { ++times_parsed; },
          .curve =
              [](const spec::Arguments& arguments, PieceContext& piece) {
                ++times_resolved;
                return make_curve(piece.length,
                                  [m = arguments.number("m")](std::int64_t) { return m; });
              }};
}

/// The house's words and `counted`.
inline const ScheduleCatalogue& counted_words() {
  static const ScheduleCatalogue kTable = [] {
    ScheduleCatalogue table = schedule_catalogue();
    table.push_back(counted_entry());
    return table;
  }();
  return kTable;
}

}  // namespace anneal
