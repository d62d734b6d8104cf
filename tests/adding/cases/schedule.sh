# A schedule: quarter, a quarter of a circle from 1 to 0.
readme=schedulers/README.md section='To add a schedule' name=quarter most=3 targets=schedulers_test_plain filter='*Catalogue*:*Contract*:*quarter*'
apply() {
  cat >schedulers/catalogue/quarter.cpp <<'C'
#include <cmath>

#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {

Schedule quarter(std::optional<Length> length) {
  return CallBuilder("quarter").length("for", length).schedule();
}

ScheduleEntry quarter_entry() {
  return {
      .signature = {.name = "quarter",
                    .parameters = {for_parameter()},
                    .formula = "m(u) = sqrt(1 - u^2)",
                    .help = "a quarter of a circle",
                    .source = "the test of what adding costs"},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments&, PieceContext& piece) {
            return make_interpolation(piece.length, false, 1.0, 0.0,
                                      [](double u) { return std::sqrt(1.0 - u * u); });
          },
  };
}

}  // namespace anneal
C
  insert_before schedulers/catalogue.h '^Schedule greedy\(' 'Schedule quarter(std::optional<Length> length = {});'
  insert_before schedulers/catalogue.h '^ScheduleEntry constant_entry' 'ScheduleEntry quarter_entry();'
  insert_after schedulers/catalogue.h '^inline constexpr ScheduleEntry' '    quarter_entry,'
  insert_before tests/schedulers/catalogue_cases.cpp '^      {"constant", "constant\(0.5\)"' \
    '      {"quarter", "quarter", 3, 10, {{0, 1}, {6, 0.8}, {8, 0.6}}},'
}
