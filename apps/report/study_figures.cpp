#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "apps/report/average.h"
#include "apps/report/report.h"
#include "apps/run/labels.h"
#include "apps/study/statistics.h"

namespace anneal::report {
namespace {

constexpr std::size_t kBlocks = 120;  // points of a training curve: fewer than updates, so smooth
constexpr std::size_t kRateBlocks = 300;

std::vector<std::string> distinct(const StudyData& study, std::string RunData::*field) {
  std::vector<std::string> texts;
  for (const RunData& run : study.runs) {
    if (std::ranges::find(texts, run.*field) == texts.end()) {
      texts.push_back(run.*field);
    }
  }
  return texts;
}

/// The runs of one optimizer with one schedule.
std::vector<const RunData*> arm(const StudyData& study,
                                const std::string& optimizer,
                                const std::string& schedule) {
  std::vector<const RunData*> runs;
  for (const RunData& run : study.runs) {
    if (run.optimizer == optimizer && run.schedule == schedule) {
      runs.push_back(&run);
    }
  }
  return runs;
}

std::size_t diverged_count(const std::vector<const RunData*>& runs) {
  return static_cast<std::size_t>(std::ranges::count_if(
      runs, [](const RunData* run) { return run->status.starts_with("diverged"); }));
}

std::string seeds_text(std::size_t seeds) {
  return seeds < 2 ? "one seed" : fmt::format("mean \u00b1 1 sd over {} seeds", seeds);
}

/// A curve must not stretch the axis of all others: four times the largest first value at most.
double top_of(const std::vector<Curve>& curves) {
  double first = 0;
  for (const Curve& curve : curves) {
    if (!curve.points.empty()) {
      first = std::max(first, curve.points.front().y);
    }
  }
  return 4 * first;
}

/// What one loss figure draws of each run, and how it says so.
struct Quantity {
  std::string stem;
  std::string title;
  std::string y_label;
  Samples RunData::*samples;
  bool smooth = false;
};

NamedFigure figure_of(const StudyData& study, const std::string& optimizer, const Quantity& what) {
  const std::vector<std::string> schedules = distinct(study, &RunData::schedule);
  const std::vector<std::string> labels = short_labels(schedules);
  Panel losses{.y_label = what.y_label,
               .curves = {},
               .labelled = true,
               .height = 2.2,
               .top = {},
               .linear = false};
  Panel rates{
      .y_label = "rate", .curves = {}, .labelled = false, .height = 1, .top = {}, .linear = true};
  std::size_t seeds = 0;
  std::size_t width = 1;
  std::int64_t per_row = 1;
  for (const std::string& schedule : schedules) {
    const std::vector<const RunData*> runs = arm(study, optimizer, schedule);
    seeds = std::max(seeds, runs.size());
    for (const RunData* run : runs) {
      width = std::max(width, what.smooth ? (run->*what.samples).size() / kBlocks : 1);
      per_row = std::max(per_row, what.smooth ? run->updates_per_row : 1);
    }
  }
  for (std::size_t k = 0; k < schedules.size(); ++k) {
    const std::vector<const RunData*> runs = arm(study, optimizer, schedules[k]);
    std::vector<Samples> values;
    std::vector<Samples> lr;
    for (const RunData* run : runs) {
      values.push_back(block_means(run->*what.samples, width));
      lr.push_back(run->rate);
    }
    std::string label = labels[k];
    if (const std::size_t diverged = diverged_count(runs)) {
      label += fmt::format(", {} of {} diverged", diverged, runs.size());
    }
    const int style = static_cast<int>(k);
    losses.curves.push_back({label, style, mean_and_band(values)});
    // Feedback schedules differ from seed to seed; all others have one rate, and no band.
    Samples rate;
    for (const CurvePoint& point : mean_and_band(lr)) {
      rate.push_back({point.x, point.y});
    }
    rates.curves.push_back({label, style, as_points(thin(rate, kRateBlocks))});
  }
  losses.top = top_of(losses.curves);

  Figure figure;
  figure.title = what.title + ", " + optimizer;
  figure.note = seeds_text(seeds);
  if (const auto updates = static_cast<std::int64_t>(width) * per_row; updates > 1) {
    figure.note += fmt::format(";  each point: mean of {} updates", updates);
  }
  figure.x_label = "epochs";
  figure.panels = {std::move(losses), std::move(rates)};
  return {what.stem + "-" + file_name_part(optimizer), std::move(figure)};
}

}  // namespace

std::vector<NamedFigure> study_figures(const StudyData& study) {
  const std::vector<Quantity> quantities = {
      {"train-loss", "Training loss", "training loss", &RunData::loss, true},
      {"val-loss", "Validation loss", "validation loss", &RunData::val_loss, false}};
  std::vector<NamedFigure> figures;
  std::set<std::string> stems;
  for (const std::string& optimizer : distinct(study, &RunData::optimizer)) {
    for (const Quantity& what : quantities) {
      const bool any = std::ranges::any_of(study.runs, [&](const RunData& run) {
        return run.optimizer == optimizer && !(run.*what.samples).empty();
      });
      if (any) {
        figures.push_back(figure_of(study, optimizer, what));
        std::string& stem = figures.back().stem;
        while (!stems.insert(stem).second) {
          stem += "x";  // two long optimizer texts with the same first forty characters
        }
      }
    }
  }
  return figures;
}

std::vector<NamedBars> final_bars(const StudyData& study) {
  struct Metric {
    std::string stem;
    std::string title;
    std::string x_label;
    Samples RunData::*samples;
    bool as_error;
  };
  const std::vector<Metric> metrics = {{"final-train-loss", "Training loss after the last update",
                                        "training loss", &RunData::train_loss, false},
                                       {"final-val-loss", "Validation loss after the last update",
                                        "validation loss", &RunData::val_loss, false},
                                       {"final-val-error", "Validation error after the last update",
                                        "wrong, percent", &RunData::val_accuracy, true}};
  const std::vector<std::string> schedules = distinct(study, &RunData::schedule);
  const std::vector<std::string> labels = short_labels(schedules);
  std::vector<NamedBars> figures;
  for (const Metric& metric : metrics) {
    BarFigure figure{metric.title, "", metric.x_label, {}};
    std::size_t seeds = 0;
    bool any = false;
    for (const std::string& optimizer : distinct(study, &RunData::optimizer)) {
      BarGroup group{optimizer, {}};
      for (std::size_t k = 0; k < schedules.size(); ++k) {
        const std::vector<const RunData*> runs = arm(study, optimizer, schedules[k]);
        Bar bar{labels[k], static_cast<int>(k), 0, 0, {}, ""};
        for (const RunData* run : runs) {
          const Samples& samples = run->*metric.samples;
          if (run->status == "done" && !samples.empty()) {
            bar.values.push_back(metric.as_error ? 100 * (1 - samples.back().y) : samples.back().y);
          }
        }
        if (const std::optional<MeanSd> over_seeds = mean_sd(bar.values)) {
          bar.mean = over_seeds->mean;
          bar.sd = over_seeds->sd.value_or(0.0);
        }
        if (const std::size_t diverged = diverged_count(runs)) {
          bar.remark = fmt::format("{} of {} diverged", diverged, runs.size());
        }
        seeds = std::max(seeds, runs.size());
        any = any || !bar.values.empty();
        group.bars.push_back(std::move(bar));
      }
      figure.groups.push_back(std::move(group));
    }
    figure.note = seeds_text(seeds) + (seeds > 1 ? ";  circles: single seeds" : "");
    if (any) {
      figures.push_back({metric.stem, std::move(figure)});
    }
  }
  return figures;
}

}  // namespace anneal::report
