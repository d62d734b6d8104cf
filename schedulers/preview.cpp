#include "schedulers/preview.h"

namespace anneal {

Preview preview(const ResolvedSchedule& schedule) {
  const RunPlan& plan = schedule.plan();
  const ScheduleSummary& summary = schedule.summary();
  const double base = plan.base.value();
  const auto total = static_cast<double>(plan.total.count());

  Preview result{.text = to_text(schedule.schedule())};
  for (const Piece& piece : schedule.pieces()) {
    const auto updates = static_cast<double>(piece.length.count());
    result.pieces.push_back(
        {.text = piece.text,
         .depth = piece.depth,
         .begin = piece.begin.index(),
         .updates = piece.length.count(),
         .epochs = updates / static_cast<double>(plan.updates_per_epoch.count()),
         .percent = 100.0 * updates / total});
  }
  result.first = base * summary.first;
  result.peak = base * summary.peak;
  result.peak_at = summary.peak_at.index();
  result.last = base * summary.last;
  result.area = base * summary.area;
  result.mean = result.area / total;
  result.has_warmup = summary.first < 0.5 * summary.peak;
  result.has_decay = summary.last < 0.5 * summary.peak;
  result.warnings = schedule.warnings();
  return result;
}

}  // namespace anneal
