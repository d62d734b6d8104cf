#include "apps/report/run_curves.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "apps/report/average.h"
#include "apps/report/context.h"

namespace anneal::report {
namespace {

constexpr std::size_t kBlocks = 300;
constexpr int kBlocksPerDecade = 60;

bool same_values(const Samples& a, const Samples& b) {
  return std::equal(a.begin(), a.begin() + std::min(std::ssize(a), std::ssize(b)), b.begin(),
                    [](const Sample& x, const Sample& y) { return x.y == y.y; });
}

}  // namespace

TimeAxis TimeAxis::of(const RunData& run) {
  return {counted_in_updates(run) ? Unit::kUpdates : Unit::kEpochs};
}

std::string TimeAxis::label() const {
  return unit == Unit::kEpochs ? "epochs" : logarithmic() ? "update (log)" : "updates";
}

Samples TimeAxis::samples(const RunData& run, const Samples& by_epoch) const {
  if (unit == Unit::kEpochs) {
    return by_epoch;
  }
  Samples result = by_epoch;
  for (Sample& sample : result) {
    sample.x = std::round(sample.x * run.updates_per_epoch) + (logarithmic() ? 1 : 0);
  }
  return result;
}

double TimeAxis::update_width(const RunData& run) const {
  const double per_epoch = run.updates_per_epoch;
  return unit != Unit::kEpochs ? 1 : per_epoch > 0 ? 1 / per_epoch : 0;
}

Curve schedule_curve(const RunData& run, const Samples& by_epoch, const TimeAxis& time) {
  const Samples samples = time.samples(run, by_epoch);
  const std::vector<std::size_t> growing = time.logarithmic()
                                               ? growing_blocks(samples.size(), kBlocksPerDecade)
                                               : std::vector<std::size_t>{};
  const Samples few = time.logarithmic() ? thin(samples, growing) : thin(samples, kBlocks);
  Curve curve{.label = {}, .points = as_points(few), .labelled = false};
  // Rows may be of some updates only: then a value does not hold until the next row.
  const double width = time.update_width(run);
  const double length = samples.empty() ? 0 : samples.back().x - samples.front().x;
  const bool each = std::abs(length - width * static_cast<double>(samples.size() - 1)) < width / 2;
  if (few.size() == samples.size() && each) {
    curve.hold = width;
  }
  return curve;
}

std::vector<Curve> schedule_curves(const Arm& arm,
                                   const ScheduleOf& schedule,
                                   const TimeAxis& time) {
  struct Line {
    const RunData* run;
    Samples samples;
  };
  std::vector<Line> lines;
  for (const RunData* run : arm.drawn()) {
    Samples samples = schedule(*run);
    const bool same = !lines.empty() && same_values(samples, lines[0].samples);
    if (!same) {
      lines.push_back({run, std::move(samples)});
    } else if (samples.size() > lines[0].samples.size()) {
      lines[0] = {run, std::move(samples)};  // the first one ended early
    }
  }
  std::vector<Curve> curves;
  for (const Line& line : lines) {
    curves.push_back(schedule_curve(*line.run, line.samples, time));
    curves.back().style = arm.style;
    curves.back().label = lines.size() > 1 ? arm.label_of(*line.run) : arm.label;
    curves.back().look = lines.size() > 1 ? Look::kThin : Look::kFull;
  }
  return curves;
}

Panel schedule_panel(const std::string& column, bool labelled) {
  std::string y_label = column;
  std::ranges::replace(y_label, '_', ' ');
  return {.y_label = y_label, .labelled = labelled, .scale = Scale::kLinear};
}

Samples column_of(const RunData& run, const std::string& column) {
  for (const NamedSamples& extra : run.extra) {
    if (extra.name == column) {
      return extra.samples;
    }
  }
  return {};
}

std::vector<std::string> own_panels(std::span<const RunData* const> runs) {
  std::vector<std::string> columns;
  for (const RunData* run : runs) {
    for (const NamedSamples& extra : run->extra) {
      if (!extra.name.starts_with("lr:") &&
          std::ranges::find(columns, extra.name) == columns.end()) {
        columns.push_back(extra.name);
      }
    }
  }
  return columns;
}

}  // namespace anneal::report
