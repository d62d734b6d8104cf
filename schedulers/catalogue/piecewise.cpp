#include <algorithm>
#include <vector>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {
namespace {

// Values v[0..n]; v[i] is reached at at[i-1], v[0] at 0.
struct Levels {
  std::vector<double> v;
  std::vector<std::int64_t> at;
};

CurvePtr piecewise_curve(const spec::Arguments& arguments, Place& place) {
  const Levels levels{arguments.numbers("values"), place.updates_each(arguments, "at")};
  const std::string& interpolate = arguments.word("interpolate");
  for (std::size_t i = 0; i < levels.at.size(); ++i) {
    const std::int64_t before = i == 0 ? 0 : levels.at[i - 1];
    if (levels.at[i] < before || (interpolate != "none" && levels.at[i] == before)) {
      throw arguments.error("at", join_text("milestone ", levels.at[i], " does not come after ",
                                            before, " (write them in order)"));
    }
    if (levels.at[i] >= place.length()) {
      place.warn(join_text(place.text(), ": the milestone at its update ", levels.at[i],
                           " never comes: it lasts only ", place.length(),
                           " (move the milestone)"));
    }
  }
  const auto passed = [](const Levels& all, std::int64_t t) {
    return static_cast<std::size_t>(std::upper_bound(all.at.begin(), all.at.end(), t) -
                                    all.at.begin());
  };
  if (interpolate == "none") {
    return make_curve(
        place.length(), [=](std::int64_t t) { return levels.v[passed(levels, t)]; },
        [at = levels.at](std::int64_t t) { return std::binary_search(at.begin(), at.end(), t); });
  }
  const bool cosine = interpolate == "cosine";
  return make_curve(place.length(), [=](std::int64_t t) {
    const std::size_t i = passed(levels, t);
    if (i == levels.at.size()) {
      return levels.v[i];
    }
    const std::int64_t begin = i == 0 ? 0 : levels.at[i - 1];
    const double u = static_cast<double>(t - begin) / static_cast<double>(levels.at[i] - begin);
    return cosine ? cosine_curve(u, levels.v[i], levels.v[i + 1])
                  : linear_curve(u, levels.v[i], levels.v[i + 1]);
  });
}

}  // namespace

Schedule piecewise(const std::vector<double>& values,
                   const std::vector<Length>& at,
                   const PiecewiseOptions& options) {
  const char* names[] = {"none", "linear", "cosine"};
  return CallBuilder("piecewise")
      .numbers("values", values)
      .lengths("at", at)
      .word("interpolate", names[static_cast<int>(options.interpolate)])
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry piecewise() {
  return {
      .signature = {.name = "piecewise",
                    .parameters = {{.name = "values",
                                    .kind = spec::ValueKind::kNumbers,
                                    .range = spec::at_least(0.0),
                                    .help = "multipliers, one more than milestones"},
                                   {.name = "at",
                                    .kind = spec::ValueKind::kLengths,
                                    .help = "milestones, counted from the begin of the piece"},
                                   {.name = "interpolate",
                                    .kind = spec::ValueKind::kWord,
                                    .default_text = "none",
                                    .choices = {"none", "linear", "cosine"},
                                    .help = "none: jump at the milestones; otherwise reach each "
                                            "value at its milestone"},
                                   for_parameter()},
                    .formula = "m(t) = values[number of milestones <= t], or between values",
                    .help = "any values between any milestones"},
      .normalise =
          [](const spec::Arguments& arguments, spec::Expr&) {
            const std::size_t values = arguments.numbers("values").size();
            const std::size_t milestones = arguments.lengths("at").size();
            if (values != milestones + 1) {
              throw arguments.error("values", join_text(values, " values for ", milestones,
                                                        " milestones (give ", milestones + 1, ")"));
            }
          },
      .curve = piecewise_curve,
  };
}

}  // namespace catalogue
}  // namespace anneal
