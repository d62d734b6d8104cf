#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "apps/records/run_folder.h"
#include "apps/report/arms.h"
#include "apps/report/figure.h"

namespace anneal::report {

/// What a figure of runs has below.
struct TimeAxis {
  enum class Unit { kEpochs, kUpdates, kFirstUpdates };
  Unit unit = Unit::kEpochs;

  /// kUpdates for a run whose length was given in them.
  static TimeAxis of(const RunData& run);

  std::string label() const;
  /// kFirstUpdates: logarithmic, so that the first of them have room; there the first update is 1.
  bool logarithmic() const { return unit == Unit::kFirstUpdates; }
  /// Samples whose x is an epoch, with x in this unit.
  Samples samples(const RunData& run, const Samples& by_epoch) const;
  /// How long an update lasts; 0 if the run does not tell.
  double update_width(const RunData& run) const;
};

/// What a run used at each update: its rate, momentum or decay. Stairs, if it has few enough
/// updates to show each; thinned if not.
Curve schedule_curve(const RunData& run, const Samples& by_epoch, const TimeAxis& time);

/// One curve for all seeds of an arm, or, where a schedule listens to a metric and they differ, a
/// thin one for each: a mean of rates is a rate that no run had.
using ScheduleOf = std::function<Samples(const RunData&)>;
std::vector<Curve> schedule_curves(const Arm& arm,
                                   const ScheduleOf& schedule,
                                   const TimeAxis& time);

/// A panel below the losses, for rates and the like.
Panel schedule_panel(const std::string& column, bool labelled);

/// The samples of the column; empty if the run does not have it.
Samples column_of(const RunData& run, const std::string& column);

/// The columns of steps.csv that have a panel of their own: momentum, weight_decay, d.
std::vector<std::string> own_panels(std::span<const RunData* const> runs);

}  // namespace anneal::report
