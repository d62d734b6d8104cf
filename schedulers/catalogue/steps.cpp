#include <algorithm>
#include <vector>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {

Schedule step(Length every, const StepOptions& options) {
  return CallBuilder("step")
      .length("every", every)
      .number("gamma", options.gamma)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry step_entry() {
  return {
      .signature = {.name = "step",
                    .parameters = {{.name = "every",
                                    .kind = spec::ValueKind::kLength,
                                    .range = spec::above(0.0),
                                    .help = "time from one step to the next",
                                    .synonyms = spec::called(
                                        {"step_size", "decay_t", "decay_epochs", "epochs_drop"})},
                                   {.name = "gamma",
                                    .default_text = "0.1",
                                    .range = spec::at_least(0.0),
                                    .help = "factor at each step",
                                    .synonyms = spec::called({"factor", "decay_rate", "drop"})},
                                   for_parameter()},
                    .formula = "m(t) = gamma^floor(t / every)",
                    .help = "a staircase: multiplied by gamma again and again",
                    .synonyms = spec::unlike({"step_decay", "staircase"}, "step(every=10ep)",
                                             "it is called step here")},
      .length_argument = "for",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const std::int64_t every = piece.updates(arguments, "every");
            const double gamma = arguments.number("gamma");
            if (every >= piece.length) {
              piece.warn(join_text(": the first step is due at its update ", every,
                                   ", but it lasts only ", piece.length,
                                   ": the rate never falls (shorten `every`)"));
            }
            const Powers powers(gamma, piece.length / every);
            return make_curve(
                piece.length, [powers, every](std::int64_t t) { return powers(t / every); },
                [=](std::int64_t t) { return t > 0 && t % every == 0; });
          },
      .example = "step(every=25%, gamma=0.5)",
  };
}

namespace {

// One line however many there are; they are in order.
void warn_of_late_milestones(const std::vector<std::int64_t>& at, PieceContext& piece) {
  const auto first = std::lower_bound(at.begin(), at.end(), piece.length);
  const auto late = at.end() - first;
  if (late == 1) {
    piece.warn(join_text(": the milestone at its update ", *first, " never comes: it lasts only ",
                         piece.length, " (move the milestone)"));
  } else if (late > 1) {
    piece.warn(join_text(": ", late, " milestones, the first at its update ", *first,
                         ", never come: it lasts only ", piece.length, " (move the milestones)"));
  }
}

}  // namespace

Schedule multistep(const std::vector<Length>& at, const MultistepOptions& options) {
  return CallBuilder("multistep")
      .lengths("at", at)
      .numbers("gamma", options.gamma)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry multistep_entry() {
  return {
      .signature = {.name = "multistep",
                    .parameters = {{.name = "at",
                                    .kind = spec::ValueKind::kLengths,
                                    .help = "milestones, counted from the begin of the piece",
                                    .synonyms = spec::called({"milestones", "steps"})},
                                   {.name = "gamma",
                                    .kind = spec::ValueKind::kNumbers,
                                    .default_text = "0.1",
                                    .range = spec::at_least(0.0),
                                    .help = "factor at each milestone: one for all or one each",
                                    .synonyms = spec::called({"factor", "decay_rate"})},
                                   for_parameter()},
                    .formula = "m(t) = product of gamma over the milestones <= t",
                    .help = "multiplied at milestones: the update with a milestone's index "
                            "already uses the new rate"},
      .length_argument = "for",
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
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const std::vector<std::int64_t> at = piece.updates_each(arguments, "at");
            const std::vector<double> gamma = arguments.numbers("gamma");
            std::vector<double> level{1.0};  // level[i]: after i milestones
            for (std::size_t i = 0; i < at.size(); ++i) {
              if (i > 0 && at[i] < at[i - 1]) {
                throw arguments.error("at", join_text("milestone ", at[i], " comes after ",
                                                      at[i - 1], " (write them in order)"));
              }
              level.push_back(level.back() * (gamma.size() == 1 ? gamma[0] : gamma[i]));
            }
            warn_of_late_milestones(at, piece);
            const auto passed = [at](std::int64_t t) {
              return std::upper_bound(at.begin(), at.end(), t) - at.begin();
            };
            return make_curve(
                piece.length, [=](std::int64_t t) { return level[passed(t)]; },
                [at](std::int64_t t) { return std::binary_search(at.begin(), at.end(), t); });
          },
      .example = "multistep(at=[50%, 75%], gamma=0.3)",
  };
}

namespace {

// Values v[0..n]; v[i] is reached at at[i-1], v[0] at 0.
struct Levels {
  std::vector<double> v;
  std::vector<std::int64_t> at;
};

CurvePtr piecewise_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const Levels levels{arguments.numbers("values"), piece.updates_each(arguments, "at")};
  const std::string& interpolate = arguments.word("interpolate");
  for (std::size_t i = 0; i < levels.at.size(); ++i) {
    const std::int64_t before = i == 0 ? 0 : levels.at[i - 1];
    if (levels.at[i] < before || (interpolate != "none" && levels.at[i] == before)) {
      throw arguments.error("at", join_text("milestone ", levels.at[i], " does not come after ",
                                            before, " (write them in order)"));
    }
  }
  warn_of_late_milestones(levels.at, piece);
  const auto passed = [](const Levels& all, std::int64_t t) {
    return std::upper_bound(all.at.begin(), all.at.end(), t) - all.at.begin();
  };
  if (interpolate == "none") {
    return make_curve(
        piece.length, [=](std::int64_t t) { return levels.v[passed(levels, t)]; },
        [at = levels.at](std::int64_t t) { return std::binary_search(at.begin(), at.end(), t); });
  }
  const bool cosine = interpolate == "cosine";
  return make_curve(piece.length, [=](std::int64_t t) {
    const std::size_t i = passed(levels, t);
    if (i == levels.at.size()) {
      return levels.v[i];
    }
    const std::int64_t begin = i == 0 ? 0 : levels.at[i - 1];
    const double u = ratio(t - begin, levels.at[i] - begin);
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

ScheduleEntry piecewise_entry() {
  return {
      .signature = {.name = "piecewise",
                    .parameters = {{.name = "values",
                                    .kind = spec::ValueKind::kNumbers,
                                    .range = spec::at_least(0.0),
                                    .help = "multipliers, one more than milestones"},
                                   {.name = "at",
                                    .kind = spec::ValueKind::kLengths,
                                    .help = "milestones, counted from the begin of the piece",
                                    .synonyms = spec::called(
                                        {"milestones"},
                                        spec::unlike({"boundaries"}, "at={}",
                                                     "Keras changes one update after a "
                                                     "boundary, and this at it"))},
                                   {.name = "interpolate",
                                    .kind = spec::ValueKind::kWord,
                                    .default_text = "none",
                                    .choices = {"none", "linear", "cosine"},
                                    .help = "none: jump at the milestones; otherwise reach each "
                                            "value at its milestone"},
                                   for_parameter()},
                    .formula = "m(t) = values[number of milestones <= t], or between values",
                    .help = "any values between any milestones"},
      .length_argument = "for",
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
      .example = "piecewise(values=[1, 0.5, 0.2], at=[40%, 70%])",
  };
}

}  // namespace anneal
