#include <algorithm>
#include <fmt/format.h>

#include "apps/report/arms.h"
#include "apps/report/average.h"
#include "apps/report/context.h"
#include "apps/report/report.h"
#include "apps/report/run_curves.h"

namespace anneal::report {
namespace {

constexpr std::size_t kBlocks = 200;  // points of a training curve, at most
constexpr int kTrainStyle = 0;
constexpr int kValidationStyle = 1;
constexpr int kAverageStyle = 2;
constexpr int kRateStyle = 6;
constexpr std::string_view kGroup = "lr:";

std::vector<std::string> notes_of(const RunData& run, std::int64_t updates) {
  std::vector<std::string> notes = {run.optimizer};
  const std::vector<std::string> context = context_of(run);
  notes.insert(notes.end(), context.begin(), context.end());
  if (run.recorded) {
    notes.push_back(fmt::format("seed {}", run.seed));
  }
  if (!run.status.empty() && run.status != "done") {
    notes.push_back(run.status);
  }
  if (updates > 1) {
    notes.push_back(fmt::format("training loss: means of {} updates", updates));
  }
  const std::vector<LabelledRun> only = {{"", &run}};
  for (const auto& more : {run.remarks, warnings_of(only)}) {
    notes.insert(notes.end(), more.begin(), more.end());
  }
  return notes;
}

}  // namespace

NamedFigure run_figure(const RunData& run) {
  const TimeAxis time = TimeAxis::of(run);
  const std::size_t width = block_width(run.loss.size(), kBlocks);
  Panel losses{.y_label = "loss", .height = 2};
  const auto add = [&](const char* label, int style, const Samples& samples) {
    if (!samples.empty()) {
      losses.curves.push_back({label, style, as_points(time.samples(run, samples))});
    }
  };
  add("training loss", kTrainStyle, block_means(run.loss, width));
  if (!losses.curves.empty()) {
    losses.curves.back().crossed = diverged(run);
  }
  add("validation loss", kValidationStyle, run.val_loss);
  add("validation loss of the average", kAverageStyle, run.avg_val_loss);
  if (run.recorded && run.recorded->guessing_loss) {
    losses.levels.push_back({*run.recorded->guessing_loss, "guessing"});
  }

  Panel rates = schedule_panel("rate", false);
  rates.curves.push_back(schedule_curve(run, run.rate, time));
  rates.curves.back().label = "learning rate";
  rates.curves.back().style = kRateStyle;
  for (const NamedSamples& extra : run.extra) {
    if (extra.name.starts_with(kGroup)) {
      rates.curves.push_back(schedule_curve(run, extra.samples, time));
      rates.curves.back().label = extra.name.substr(kGroup.size());
      rates.curves.back().style = static_cast<int>(rates.curves.size()) - 2;
    }
  }
  if (rates.curves.size() > 1) {
    rates.labelled = true;
    for (Curve& curve : rates.curves) {
      curve.labelled = true;
    }
  }

  Figure figure{.title = run.schedule.empty() ? "Training" : run.schedule,
                .notes = notes_of(run, static_cast<std::int64_t>(width) * run.updates_per_row),
                .x_label = time.label(),
                .panels = {std::move(losses), std::move(rates)}};
  if (figure.title.size() > kLongestTitle) {
    figure.notes.insert(figure.notes.begin(), run.schedule);
  }
  const std::vector<const RunData*> only = {&run};
  for (const std::string& column : own_panels(only)) {
    figure.panels.push_back(schedule_panel(column, false));
    figure.panels.back().curves.push_back(schedule_curve(run, column_of(run, column), time));
    figure.panels.back().curves.back().label = column;
    figure.panels.back().curves.back().style = kRateStyle;
  }
  return {"loss", std::move(figure)};
}

}  // namespace anneal::report
