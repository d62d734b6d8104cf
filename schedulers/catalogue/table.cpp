#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/catalogue/table_file.h"

namespace anneal {
namespace {

std::vector<double> values_of(const spec::Arguments& arguments) {
  if (arguments.given("values")) {
    return arguments.numbers("values");
  }
  try {
    return read_table_file(arguments.text("file"));
  } catch (const std::runtime_error& error) {
    throw arguments.error("file", error.what());
  }
}

spec::Number own_length(const spec::Arguments& arguments) {
  const auto count = static_cast<double>(values_of(arguments).size());
  return {count, arguments.word("per") == "epoch" ? spec::Unit::kEpochs : spec::Unit::kUpdates};
}

CurvePtr table_curve(const spec::Arguments& arguments, Place& place) {
  const auto values = std::make_shared<const std::vector<double>>(values_of(arguments));
  const auto last = static_cast<std::int64_t>(values->size()) - 1;
  const std::int64_t per =
      arguments.word("per") == "epoch" ? place.plan().updates_per_epoch.count() : 1;
  const double each = static_cast<double>(per) * place.slowdown();
  return make_curve(
      place.length(),
      [=](std::int64_t t) {
        const auto index = static_cast<std::int64_t>(static_cast<double>(t) / each);
        return (*values)[static_cast<std::size_t>(std::min(index, last))];
      },
      [=](std::int64_t t) { return per > 1 && std::fmod(static_cast<double>(t), each) == 0.0; });
}

Schedule table_of(const std::vector<double>& values, const char* per) {
  return CallBuilder("table").numbers("values", values).word("per", per).schedule();
}

}  // namespace

Schedule table(const std::vector<double>& values) {
  return table_of(values, "update");
}

Schedule table_by_epoch(const std::vector<double>& values) {
  return table_of(values, "epoch");
}

namespace catalogue {

ScheduleEntry table() {
  return {
      .signature =
          {.name = "table",
           .parameters = {{.name = "file",
                           .kind = spec::ValueKind::kText,
                           .default_text = "none",
                           .help = "a CSV file: one number a line, or the column `multiplier`, or "
                                   "`lr`, read as multipliers of the base rate",
                           .optional = true},
                          {.name = "values",
                           .kind = spec::ValueKind::kNumbers,
                           .default_text = "none",
                           .range = spec::at_least(0.0),
                           .help = "the numbers themselves",
                           .optional = true},
                          {.name = "per",
                           .kind = spec::ValueKind::kWord,
                           .default_text = "update",
                           .choices = {"update", "epoch"},
                           .help = "what each number is for"}},
           .formula = "m(t) = values[t], or values[floor(t / updates_per_epoch)]",
           .help = "numbers from elsewhere; as long as there are numbers"},
      .length = LengthRule::kComputed,
      .normalise =
          [](const spec::Arguments& arguments, spec::Expr&) {
            if (arguments.given("file") == arguments.given("values")) {
              throw arguments.error("give either file=\"...\" or values=[...]");
            }
            if (arguments.given("values") && arguments.numbers("values").empty()) {
              throw arguments.error("values", "there are none");
            }
          },
      .own_length = own_length,
      .curve = table_curve,
  };
}

}  // namespace catalogue
}  // namespace anneal
