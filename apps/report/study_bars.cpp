#include <algorithm>
#include <fmt/format.h>

#include "apps/report/arms.h"
#include "apps/report/context.h"
#include "apps/report/report.h"
#include "apps/study/statistics.h"

namespace anneal::report {
namespace {

struct Metric {
  std::string stem;
  std::string title;
  std::string x_label;
  Samples RunData::*samples;
  bool as_error = false;
};

Bar bar_of(const Arm& arm, const Metric& metric) {
  Bar bar{arm.label, arm.style, 0, 0, {}, ""};
  for (const RunData* run : arm.finished) {
    const Samples& samples = run->*metric.samples;
    if (!samples.empty()) {
      bar.values.push_back(metric.as_error ? 100 * (1 - samples.back().y) : samples.back().y);
    }
  }
  if (const std::optional<MeanSd> over_seeds = mean_sd(bar.values)) {
    bar.mean = over_seeds->mean;
    bar.sd = over_seeds->sd.value_or(0.0);
  }
  const std::string remark = arm.remark();
  bar.remark = remark.empty() ? "" : remark.substr(2);  // without the comma
  return bar;
}

std::string seeds_text(const std::vector<BarGroup>& groups) {
  std::size_t most = 0;
  for (const BarGroup& group : groups) {
    for (const Bar& bar : group.bars) {
      most = std::max(most, bar.values.size());
    }
  }
  return most < 2 ? "one seed"
                  : fmt::format("mean \u00b1 1 sd over {} seeds;  circles: single seeds", most);
}

}  // namespace

std::vector<NamedBars> final_bars(const StudyData& study) {
  const std::vector<Metric> metrics = {
      {"final-train-loss", "Training loss after the last update", "training loss",
       &RunData::train_loss},
      {"final-val-loss", "Validation loss after the last update", "validation loss",
       &RunData::val_loss},
      {"final-val-error", "Validation error after the last update", "wrong, percent",
       &RunData::val_accuracy, true},
      {"final-avg-val-loss", "Validation loss of the weight average", "validation loss",
       &RunData::avg_val_loss},
      {"final-avg-val-error", "Validation error of the weight average", "wrong, percent",
       &RunData::avg_val_accuracy, true}};
  std::vector<NamedBars> figures;
  for (const Metric& metric : metrics) {
    BarFigure figure{.title = metric.title, .x_label = metric.x_label};
    std::vector<LabelledRun> runs;
    for (const std::string& optimizer : optimizers_of(study)) {
      BarGroup group{optimizer, {}};
      for (const Arm& arm : arms_of(study, optimizer)) {
        if (!arm.finished.empty() || !arm.remark().empty()) {
          group.bars.push_back(bar_of(arm, metric));
        }
        for (const RunData* run : arm.drawn()) {
          runs.push_back({arm.label, run});
        }
      }
      figure.groups.push_back(std::move(group));
    }
    const bool any = std::ranges::any_of(figure.groups, [](const BarGroup& group) {
      return std::ranges::any_of(group.bars, [](const Bar& bar) { return !bar.values.empty(); });
    });
    if (!any) {
      continue;
    }
    figure.notes = context_of(*runs.front().run);
    figure.notes.push_back(seeds_text(figure.groups));
    for (const std::string& warning : warnings_of(runs)) {
      figure.notes.push_back(warning);
    }
    const std::optional<RecordedRun>& recorded = runs.front().run->recorded;
    if (metric.as_error) {
      figure.most = 100;
    } else if (recorded && recorded->guessing_loss) {
      figure.level = Level{*recorded->guessing_loss, "guessing"};
    }
    figures.push_back({metric.stem, std::move(figure)});
  }
  return figures;
}

}  // namespace anneal::report
