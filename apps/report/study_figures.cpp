#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <set>

#include "apps/report/arms.h"
#include "apps/report/average.h"
#include "apps/report/axis.h"
#include "apps/report/context.h"
#include "apps/report/report.h"
#include "apps/report/run_curves.h"
#include "apps/run/labels.h"

namespace anneal::report {
namespace {

constexpr std::size_t kBlocks = 120;  // points of a training curve: fewer than updates, so smooth
constexpr int kBlocksPerDecade = 25;
constexpr std::size_t kFewUpdates = 50;  // whose beginning needs no figure of its own
constexpr std::size_t kMostArms = 7;     // in colour in one figure: there are no more colours
constexpr double kTop = 10;              // times the loss at the start: above it a curve leaves

/// What one loss figure draws of each run, and how it says so.
struct Quantity {
  std::string stem;
  std::string title;
  std::string y_label;
  Samples RunData::*samples;
  bool smooth = false;
  bool first_updates = false;
};

/// One figure to be: the arms from `begin` to `end` in colour, the others behind them.
struct Page {
  const std::vector<Arm>& arms;
  const Quantity& what;
  TimeAxis time;
  std::size_t begin = 0, end = 0;
  std::size_t width = 1;  ///< of blocks, in rows of steps.csv
  std::size_t row = 1;    ///< updates that a row stands for
};

Samples smoothed(const RunData& run, const Page& page) {
  const Samples samples = page.time.samples(run, run.*page.what.samples);
  return page.time.logarithmic()
             ? block_means(samples, growing_blocks(samples.size(), kBlocksPerDecade))
             : block_means(samples, page.width);
}

std::vector<const RunData*> with_samples(const std::vector<const RunData*>& runs,
                                         Samples RunData::*samples) {
  std::vector<const RunData*> kept;
  std::ranges::copy_if(runs, std::back_inserter(kept),
                       [samples](const RunData* run) { return !(run->*samples).empty(); });
  return kept;
}

/// The mean over the runs that finished, and a thin line for each that did not: in a mean it would
/// be a jump where it ends.
std::vector<Curve> loss_curves(const Page& page, Centre centre) {
  std::vector<Curve> behind, front;
  for (std::size_t k = 0; k < page.arms.size(); ++k) {
    const Arm& arm = page.arms[k];
    const bool shown = page.begin <= k && k < page.end;
    std::vector<Samples> values;
    for (const RunData* run : with_samples(arm.finished, page.what.samples)) {
      values.push_back(smoothed(*run, page));
    }
    std::vector<Curve> curves;
    if (!values.empty()) {
      curves.push_back({arm.label + arm.remark(), arm.style, mean_and_band(values, centre)});
    }
    for (const RunData* run : with_samples(arm.stopped, page.what.samples)) {
      curves.push_back({.label = curves.empty() ? arm.label + arm.remark() : arm.label_of(*run),
                        .style = arm.style,
                        .points = as_points(smoothed(*run, page)),
                        .look = Look::kThin,
                        .labelled = curves.empty(),
                        .crossed = diverged(*run)});
    }
    for (Curve& curve : curves) {
      if (!shown) {
        curve.look = Look::kBehind;
        curve.labelled = false;
      }
      (shown ? front : behind).push_back(std::move(curve));
    }
  }
  behind.insert(behind.end(), front.begin(), front.end());
  return behind;
}

/// The largest loss with which a run starts, before any update had its say.
double first_loss(const Page& page) {
  double first = 0;
  for (const Arm& arm : page.arms) {
    for (const RunData* run : with_samples(arm.drawn(), page.what.samples)) {
      first = std::max(first, (run->*page.what.samples).front().y);
    }
  }
  return first;
}

bool all_positive(const Page& page) {
  return std::ranges::all_of(page.arms, [&](const Arm& arm) {
    return std::ranges::all_of(arm.finished, [&](const RunData* run) {
      return std::ranges::all_of(run->*page.what.samples, [](const Sample& s) { return s.y > 0; });
    });
  });
}

/// Sets the panel's curves; whether means are of the values or of their logs depends on the axis.
Centre fill(Panel& losses, const Page& page) {
  losses.curves = loss_curves(page, Centre::kArithmetic);
  const double first = first_loss(page);
  losses.top = first > 0 ? std::optional(kTop * first) : std::nullopt;
  if (!choose_axis(losses.curves, losses.top).logarithmic || !all_positive(page)) {
    losses.scale = Scale::kLinear;
    return Centre::kArithmetic;
  }
  losses.curves = loss_curves(page, Centre::kGeometric);
  losses.scale = Scale::kLogarithmic;
  return Centre::kGeometric;
}

/// Returns whether the seeds of any arm differ.
bool add_schedules(Panel& panel, const Page& page, const ScheduleOf& schedule) {
  bool differ = false;
  for (std::size_t k = page.begin; k < page.end; ++k) {
    std::vector<Curve> curves = schedule_curves(page.arms[k], schedule, page.time);
    differ = differ || curves.size() > 1;
    std::ranges::move(curves, std::back_inserter(panel.curves));
  }
  return differ;
}

std::string spread_text(const Page& page, Centre centre) {
  std::size_t most = 0;
  std::size_t least = SIZE_MAX;
  for (std::size_t k = page.begin; k < page.end; ++k) {
    const std::size_t n = with_samples(page.arms[k].finished, page.what.samples).size();
    most = std::max(most, n);
    least = n > 0 ? std::min(least, n) : least;
  }
  if (most < 2) {
    return most == 1 ? "one seed" : "";
  }
  const std::string seeds =
      least == most ? fmt::format("{}", most) : fmt::format("{} to {}", least, most);
  return fmt::format(
      "{} over {} seeds",
      centre == Centre::kGeometric ? "geometric mean, band: 1 sd of the logs" : "mean \u00b1 1 sd",
      seeds);
}

std::vector<std::string> missing_notes(const Page& page) {
  std::vector<std::string> notes;
  for (std::size_t k = page.begin; k < page.end; ++k) {
    for (const RunData* run : page.arms[k].missing) {
      notes.push_back(fmt::format("missing: {}, seed {}", page.arms[k].label, run->seed));
    }
  }
  return notes;
}

std::vector<std::string> notes_of(const Page& page, Centre centre, bool rates_differ) {
  std::vector<LabelledRun> runs;
  for (std::size_t k = page.begin; k < page.end; ++k) {
    for (const RunData* run : page.arms[k].drawn()) {
      runs.push_back({page.arms[k].label, run});
    }
  }
  std::vector<std::string> notes =
      runs.empty() ? std::vector<std::string>{} : context_of(*runs.front().run);
  notes.push_back(spread_text(page, centre));
  if (page.time.logarithmic()) {
    notes.push_back("each point: mean over a tenth of the updates so far");
  } else if (page.what.smooth && page.width * page.row > 1) {
    notes.push_back(fmt::format("each point: mean of {} updates", page.width * page.row));
  }
  if (rates_differ) {
    notes.push_back("rate: a thin line for each seed where they differ");
  }
  if (page.end - page.begin < page.arms.size()) {
    notes.push_back(fmt::format("grey: the other {} schedules, in figures of their own",
                                page.arms.size() - (page.end - page.begin)));
  }
  for (const auto& more : {missing_notes(page), warnings_of(runs)}) {
    notes.insert(notes.end(), more.begin(), more.end());
  }
  return notes;
}

Figure figure_of(const Page& page, const std::string& optimizer) {
  Panel losses{.y_label = page.what.y_label, .height = 2.2};
  const Centre centre = fill(losses, page);
  Panel rates = schedule_panel("rate", false);
  const bool differ = add_schedules(rates, page, [](const RunData& run) { return run.rate; });
  std::vector<const RunData*> runs;
  for (const Arm& arm : page.arms) {
    for (const RunData* run : arm.drawn()) {
      runs.push_back(run);
      if (losses.levels.empty() && run->recorded && run->recorded->guessing_loss) {
        losses.levels.push_back({*run->recorded->guessing_loss, "guessing"});
      }
    }
  }
  Figure figure{.title = page.what.title + ", " + optimizer,
                .notes = notes_of(page, centre, differ),
                .x_label = page.time.label(),
                .panels = {std::move(losses), std::move(rates)},
                .logarithmic_x = page.time.logarithmic()};
  if (figure.title.size() > kLongestTitle) {
    figure.notes.insert(figure.notes.begin(), optimizer);
  }
  for (const std::string& column : own_panels(runs)) {
    Panel panel = schedule_panel(column, false);
    add_schedules(panel, page, [&](const RunData& run) { return column_of(run, column); });
    figure.panels.push_back(std::move(panel));
  }
  return figure;
}

/// One figure, or, for more schedules than there are colours, several with equally many in colour.
std::vector<Figure> pages_of(const std::vector<Arm>& arms,
                             const Quantity& what,
                             const std::string& optimizer) {
  std::size_t updates = 0;
  const RunData* any = nullptr;
  for (const Arm& arm : arms) {
    for (const RunData* run : with_samples(arm.drawn(), what.samples)) {
      updates = std::max(updates, (run->*what.samples).size());
      any = run;
    }
  }
  std::vector<Figure> figures;
  if (any == nullptr ||
      (what.first_updates && (updates < kFewUpdates || any->updates_per_epoch == 0))) {
    return figures;
  }
  Page page{.arms = arms, .what = what, .time = TimeAxis::of(*any)};
  if (what.first_updates) {
    page.time.unit = TimeAxis::Unit::kFirstUpdates;
  }
  page.row = static_cast<std::size_t>(any->updates_per_row);
  page.width = what.smooth ? block_width(updates, kBlocks) : 1;
  const std::size_t count = (arms.size() + kMostArms - 1) / kMostArms;
  for (std::size_t k = 0; k < count; ++k) {
    page.begin = k * arms.size() / count;
    page.end = (k + 1) * arms.size() / count;
    figures.push_back(figure_of(page, optimizer));
  }
  return figures;
}

}  // namespace

std::vector<NamedFigure> study_figures(const StudyData& study) {
  const std::vector<Quantity> quantities = {
      {"train-loss", "Training loss", "training loss", &RunData::loss, true},
      {"train-loss-start", "Training loss from the first update on", "training loss",
       &RunData::loss, true, true},
      {"val-loss", "Validation loss", "validation loss", &RunData::val_loss},
      {"avg-val-loss", "Validation loss of the weight average", "validation loss",
       &RunData::avg_val_loss}};
  std::vector<NamedFigure> figures;
  std::set<std::string> stems;
  for (const std::string& optimizer : optimizers_of(study)) {
    const std::vector<Arm> arms = arms_of(study, optimizer);
    for (const Quantity& what : quantities) {
      int number = 1;
      for (Figure& figure : pages_of(arms, what, optimizer)) {
        std::string stem = what.stem + "-" + file_name_part(optimizer) +
                           (number > 1 ? fmt::format("-{}", number) : "");
        while (!stems.insert(stem).second) {
          stem += "x";  // two long optimizer texts with the same first forty characters
        }
        figures.push_back({stem, std::move(figure)});
        ++number;
      }
    }
  }
  return figures;
}

}  // namespace anneal::report
