#include <algorithm>
#include <vector>

#include "core/text.h"
#include "schedulers/catalogue.h"

namespace anneal {

Schedule multistep(const std::vector<Length>& at, const MultistepOptions& options) {
  return CallBuilder("multistep")
      .lengths("at", at)
      .numbers("gamma", options.gamma)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry multistep() {
  return {
      .signature = {.name = "multistep",
                    .parameters = {{.name = "at",
                                    .kind = spec::ValueKind::kLengths,
                                    .help = "milestones, counted from the begin of the piece"},
                                   {.name = "gamma",
                                    .kind = spec::ValueKind::kNumbers,
                                    .default_text = "0.1",
                                    .range = spec::at_least(0.0),
                                    .help = "factor at each milestone: one for all or one each"},
                                   for_parameter()},
                    .formula = "m(t) = product of gamma over the milestones <= t",
                    .help = "multiplied at milestones: the update with a milestone's index "
                            "already uses the new rate"},
      .normalise =
          [](const spec::Arguments& arguments, spec::Expr&) {
            const std::size_t gammas = arguments.numbers("gamma").size();
            const std::size_t milestones = arguments.lengths("at").size();
            if (gammas != 1 && gammas != milestones) {
              throw arguments.error("gamma", join_text(gammas, " factors for ", milestones,
                                                       " milestones (give one, or one each)"));
            }
          },
      .curve =
          [](const spec::Arguments& arguments, Place& place) {
            const std::vector<std::int64_t> at = place.updates_each(arguments, "at");
            const std::vector<double> gamma = arguments.numbers("gamma");
            std::vector<double> level{1.0};  // level[i]: after i milestones
            for (std::size_t i = 0; i < at.size(); ++i) {
              if (i > 0 && at[i] < at[i - 1]) {
                throw arguments.error("at", join_text("milestone ", at[i], " comes after ",
                                                      at[i - 1], " (write them in order)"));
              }
              if (at[i] >= place.length()) {
                place.warn(join_text(place.text(), ": the milestone at its update ", at[i],
                                     " never comes: it lasts only ", place.length(),
                                     " (move the milestone)"));
              }
              level.push_back(level.back() * (gamma.size() == 1 ? gamma[0] : gamma[i]));
            }
            const auto passed = [at](std::int64_t t) {
              return static_cast<std::size_t>(std::upper_bound(at.begin(), at.end(), t) -
                                              at.begin());
            };
            return make_curve(
                place.length(), [=](std::int64_t t) { return level[passed(t)]; },
                [at](std::int64_t t) { return std::binary_search(at.begin(), at.end(), t); });
          },
  };
}

}  // namespace catalogue
}  // namespace anneal
