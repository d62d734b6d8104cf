#include "apps/cli/commands/descend_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "apps/cli/console/numbers.h"
#include "apps/cli/console/text_table.h"

namespace anneal::cli {
namespace {

constexpr std::int64_t kRowsShown = 10;

std::string point_text(PlanePoint point) {
  return "(" + short_number(point.x) + ", " + short_number(point.y) + ")";
}

std::vector<std::string> cells(const PlaneFunction& function,
                               const Descent& descent,
                               double tolerance) {
  const DescentRow& last = descent.rows.back();
  const auto distance = distance_to_nearest(last.at, function.minima);
  const auto reached =
      function.lowest ? first_at_most(descent, *function.lowest + tolerance) : std::nullopt;
  std::vector<std::string> row = {descent.optimizer,
                                  short_number(last.at.x),
                                  short_number(last.at.y),
                                  short_number(last.loss),
                                  distance ? short_number(*distance) : "-",
                                  reached ? std::to_string(*reached) : "-"};
  if (descent.diverged_at) {
    row.push_back(status_text(descent));
  }
  return row;
}

}  // namespace

std::string descend_header(const PlaneFunction& function, std::span<const Descent> descents) {
  std::int64_t updates = 0;
  for (const Descent& descent : descents) {
    updates = std::max(updates, descent.rows.back().step);
  }
  std::string text = fmt::format("{}: {}\n", function.text, function.formula);
  text += fmt::format("  {} from {}", counted(updates, "update"),
                      point_text(descents.front().rows.front().at));
  for (std::size_t k = 0; k < function.minima.size(); ++k) {
    text += (k == 0 ? "; lowest at " : ", ") + point_text(function.minima[k]);
  }
  return text + "\n";
}

std::string descend_table(const PlaneFunction& function,
                          std::span<const Descent> descents,
                          double tolerance,
                          const Terminal& terminal) {
  TextTable table(
      {"optimizer", ">x", ">y", ">loss", ">distance", ">to " + short_number(tolerance), ""});
  std::vector<std::string> done;
  for (const Descent& first : descents) {
    if (std::ranges::find(done, first.schedule) != done.end()) {
      continue;
    }
    done.push_back(first.schedule);
    table.heading(toned(terminal, Tone::kStrong, first.schedule));
    for (const Descent& descent : descents) {
      if (descent.schedule == first.schedule) {
        table.add(cells(function, descent, tolerance));
      }
    }
  }
  return table.text("  ", whole_cells(terminal)) + "  distance: to the nearest minimum; to " +
         short_number(tolerance) + ": updates until the loss is that near to its lowest\n";
}

std::string descend_rows(const Descent& descent) {
  TextTable table({">step", ">x", ">y", ">loss", ">rate"});
  const auto count = static_cast<std::int64_t>(descent.rows.size());
  const std::int64_t stride = std::max<std::int64_t>(1, count / kRowsShown);
  for (std::int64_t k = 0; k < count; ++k) {
    if (k % stride != 0 && k + 1 != count) {
      continue;
    }
    const DescentRow& row = descent.rows[static_cast<std::size_t>(k)];
    table.add({std::to_string(row.step), short_number(row.at.x), short_number(row.at.y),
               short_number(row.loss), row.lr ? short_number(*row.lr) : ""});
  }
  return table.text();
}

}  // namespace anneal::cli
