#include "schedulers/preview.h"

#include <algorithm>
#include <numeric>

#include "core/check.h"

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

FeedbackState replay(const ResolvedSchedule& schedule, const std::vector<double>& metrics) {
  FeedbackState state = schedule.feedback();
  const std::int64_t per_epoch = schedule.plan().updates_per_epoch.count();
  const std::int64_t total = schedule.plan().total.count();
  for (std::size_t k = 0; k < metrics.size(); ++k) {
    const std::int64_t now = static_cast<std::int64_t>(k + 1) * per_epoch;
    check(now <= total, "metrics: got ", metrics.size(),
          " values, one after each epoch, but the run has ", total / per_epoch,
          " (make the run longer or the list shorter)");
    Metrics values;
    for (const std::string& name : schedule.metrics()) {
      values[name] = metrics[k];
    }
    state = schedule.observe(state, Step(now), values);
  }
  return state;
}

std::vector<double> rates_of(const ResolvedSchedule& schedule, const FeedbackState& seen) {
  std::vector<double> rates = schedule.values(Step(0), schedule.plan().total, seen);
  for (double& rate : rates) {
    rate *= schedule.plan().base.value();
  }
  return rates;
}

Preview preview(const ResolvedSchedule& schedule, const std::vector<double>& rates) {
  Preview result = preview(schedule);
  const auto peak = std::ranges::max_element(rates);
  result.first = rates.front();
  result.peak = *peak;
  result.peak_at = peak - rates.begin();
  result.last = rates.back();
  result.area = std::accumulate(rates.begin(), rates.end(), 0.0);
  result.mean = result.area / static_cast<double>(rates.size());
  return result;
}

}  // namespace anneal
