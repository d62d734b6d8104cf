#include "schedulers/preview.h"

#include <algorithm>
#include <utility>

#include "core/check.h"
#include "schedulers/entry.h"
#include "schedulers/sweep.h"

namespace anneal {

namespace {

bool has_absolute_numbers(const spec::Expr& expr, const Vocabulary& words) {
  if (expr.is_name() && words.knows(expr) && words.entry_of(expr).is_absolute) {
    return true;
  }
  return std::ranges::any_of(
             expr.items,
             [&](const spec::Expr& item) { return has_absolute_numbers(item, words); }) ||
         std::ranges::any_of(expr.arguments, [&](const spec::Argument& argument) {
           return has_absolute_numbers(argument.value, words);
         });
}

}  // namespace

Preview preview(const ResolvedSchedule& schedule) {
  return preview(schedule, schedule.feedback());
}

Preview preview(const ResolvedSchedule& schedule, const FeedbackState& seen) {
  const RunPlan& plan = schedule.plan();
  const ScheduleSummary& summary = schedule.summary(seen);
  const double base = plan.base.value();
  const auto total = static_cast<double>(plan.total.count());
  const auto rate = [&](std::int64_t t) { return base * schedule.at(Step(t), seen).value(); };

  Preview result{.text = to_text(schedule.schedule())};
  for (const Piece& piece : schedule.pieces()) {
    const std::int64_t begin = piece.begin.index();
    const std::int64_t count = piece.length.count();
    const auto updates = static_cast<double>(count);
    PreviewPiece row{.text = piece.text,
                     .depth = piece.depth,
                     .begin = begin,
                     .updates = count,
                     .epochs = updates / static_cast<double>(plan.updates_per_epoch.count()),
                     .percent = 100.0 * updates / total};
    if (piece.depth == 0 && count > 0) {
      row.first = rate(begin);
      row.last = rate(begin + count - 1);
    }
    result.pieces.push_back(std::move(row));
  }
  result.first = base * summary.first;
  result.peak = base * summary.peak;
  result.peak_at = summary.peak_at.index();
  result.lowest = base * summary.lowest;
  result.last = base * summary.last;
  result.area = base * summary.area;
  result.mean = result.area / total;
  const ScheduleSummary& unseen = schedule.summary();
  result.has_warmup = unseen.first < 0.5 * unseen.peak;
  result.has_decay = unseen.last < 0.5 * unseen.peak;
  result.is_absolute =
      has_absolute_numbers(schedule.schedule().expr(), schedule.schedule().vocabulary());
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

RateSamples sampled_rates(const ResolvedSchedule& schedule,
                          const FeedbackState& seen,
                          std::int64_t most) {
  const std::int64_t total = schedule.plan().total.count();
  if (total <= most) {
    return {.stride = 1, .rates = rates_of(schedule, seen)};
  }
  RateSamples samples{.stride = (total + most - 1) / most, .rates = {}};
  for (std::int64_t begin = 0; begin < total; begin += samples.stride) {
    const std::int64_t t = update_of_block(begin / samples.stride, samples.stride);
    const Multiplier multiplier = schedule.at(Step(std::min(t, total - 1)), seen);
    samples.rates.push_back(schedule.plan().base.value() * multiplier.value());
  }
  return samples;
}

}  // namespace anneal
