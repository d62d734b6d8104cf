#include "schedulers/resolve.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "core/check.h"
#include "core/spec/error.h"
#include "schedulers/lint.h"
#include "schedulers/resolver.h"
#include "schedulers/sweep.h"

namespace anneal {

struct ResolvedSchedule::Content {
  Schedule schedule;
  RunPlan plan;
  CurvePtr curve;
  std::vector<Piece> pieces;
  std::vector<FeedbackSlot> slots;
  FeedbackState start;
  ScheduleSummary summary;
  std::vector<std::string> warnings;
};

ResolvedSchedule::ResolvedSchedule(std::shared_ptr<const Content> content)
    : content_(std::move(content)) {}

Multiplier ResolvedSchedule::at(Step step) const {
  return at(step, content_->start);
}

Multiplier ResolvedSchedule::at(Step step, const FeedbackState& feedback) const {
  const std::int64_t t = step.index();
  check_range(0 <= t && t < content_->plan.total.count(), "schedule: no update ", t,
              " in a run of ", content_->plan.total.count());
  return Multiplier(content_->curve->value({t, t, &feedback}));
}

std::vector<double> ResolvedSchedule::values(Step first, Steps count) const {
  return values(first, count, content_->start);
}

std::vector<double> ResolvedSchedule::values(Step first,
                                             Steps count,
                                             const FeedbackState& feedback) const {
  const std::int64_t total = content_->plan.total.count();
  const std::int64_t t = first.index();
  check_range(0 <= t && t <= total && 0 <= count.count() && count.count() <= total - t,
              "schedule: no updates ", t, " to ", t + count.count(), " in a run of ", total);
  std::vector<double> out(count.count());
  content_->curve->fill({t, t, &feedback}, out);
  return out;
}

RunPlan ResolvedSchedule::plan() const {
  return content_->plan;
}
const Schedule& ResolvedSchedule::schedule() const {
  return content_->schedule;
}
ScheduleSummary ResolvedSchedule::summary(const FeedbackState& feedback) const {
  return feedback == content_->start
             ? content_->summary
             : sweep_run(*content_->curve, feedback, content_->pieces, content_->plan).summary;
}
ScheduleSummary ResolvedSchedule::bound() const {
  FeedbackState largest = content_->start;
  for (std::size_t i = 0; i < largest.tracks.size(); ++i) {
    largest.tracks[i].changes = {{.step = 0, .multiplier = content_->slots[i].rule->largest()}};
  }
  return summary(largest);
}
const std::vector<Piece>& ResolvedSchedule::pieces() const& {
  return content_->pieces;
}
std::vector<Piece> ResolvedSchedule::pieces() && {
  return content_->pieces;
}
ScheduleSummary ResolvedSchedule::summary() const {
  return content_->summary;
}
const std::vector<std::string>& ResolvedSchedule::warnings() const& {
  return content_->warnings;
}
std::vector<std::string> ResolvedSchedule::warnings() && {
  return content_->warnings;
}

std::vector<std::string> ResolvedSchedule::metrics() const {
  std::vector<std::string> names;
  for (const FeedbackSlot& slot : content_->slots) {
    if (std::find(names.begin(), names.end(), slot.metric) == names.end()) {
      names.push_back(slot.metric);
    }
  }
  return names;
}

FeedbackState ResolvedSchedule::feedback() const {
  return content_->start;
}

FeedbackState ResolvedSchedule::observe(const FeedbackState& state,
                                        Step now,
                                        const Metrics& metrics,
                                        const std::vector<std::string>& later) const {
  check(state.tracks.size() == content_->slots.size(), "schedule: the feedback state has ",
        state.tracks.size(), " tracks, the schedule has ", content_->slots.size(),
        " metric-driven pieces (was it saved under another schedule?)");
  FeedbackState next = state;
  for (std::size_t i = 0; i < next.tracks.size(); ++i) {
    const FeedbackSlot& slot = content_->slots[i];
    FeedbackTrack& track = next.tracks[i];
    if (now.index() < slot.begin || now.index() > slot.end) {
      continue;
    }
    const auto metric = metrics.find(slot.metric);
    if (metric == metrics.end() && std::ranges::count(later, slot.metric) > 0) {
      continue;
    }
    if (metric == metrics.end()) {
      std::string known;
      for (const auto& [name, value] : metrics) {
        known += (known.empty() ? "" : ", ") + name;
      }
      throw std::invalid_argument("schedule: no metric " + slot.metric + " in this evaluation (" +
                                  (known.empty() ? "it has none" : "known: " + known) + ")");
    }
    // A change holds from this update on; what was before stays, so that the past can be drawn
    // again.
    const double before = track.changes.empty() ? 1.0 : track.changes.back().multiplier;
    FeedbackRule::Reaction reaction = slot.rule->react(track.memory, before, metric->second);
    track.memory = std::move(reaction.memory);
    if (reaction.multiplier != before) {
      track.changes.push_back({now.index(), reaction.multiplier});
    }
  }
  return next;
}

namespace {

/// Every multiplier is finite; times the base it must be, too.
void check_rates(const ScheduleSummary& bound, const RunPlan& plan) {
  check(std::isfinite(plan.base.value() * bound.peak), "schedule: its largest value is ",
        plan.base.value(), " x ", bound.peak, " at update ", bound.peak_at.index(),
        ", more than a number can hold (lower the base rate or the schedule)");
}

}  // namespace

ResolvedSchedule resolve(const Schedule& schedule, const RunPlan& plan) {
  check_plan(plan);
  Resolver resolver(schedule, plan);
  CurvePtr curve = resolver.run();
  auto content = std::make_shared<ResolvedSchedule::Content>(
      ResolvedSchedule::Content{.schedule = schedule,
                                .plan = plan,
                                .curve = std::move(curve),
                                .pieces = {},
                                .slots = {},
                                .start = {},
                                .summary = {},
                                .warnings = {}});
  for (const FeedbackSlot& slot : resolver.feedback) {
    content->start.tracks.push_back({.memory = slot.rule->begin(), .changes = {}});
  }
  content->pieces = std::move(resolver.pieces);
  content->slots = std::move(resolver.feedback);
  content->warnings = std::move(resolver.warnings);
  const Sweep sweep = sweep_run(*content->curve, content->start, content->pieces, plan);
  content->summary = sweep.summary;
  const auto add_warnings = [&](const std::vector<std::string>& more) {
    content->warnings.insert(content->warnings.end(), more.begin(), more.end());
  };
  add_warnings(sweep.warnings);
  add_warnings(lint_units({.schedule = schedule,
                           .plan = plan,
                           .curve = *content->curve,
                           .start = content->start,
                           .pieces = content->pieces,
                           .summary = content->summary}));
  ResolvedSchedule result(std::move(content));
  check_rates(result.bound(), plan);
  return result;
}

Schedule expanded(const Schedule& schedule, const RunPlan& plan) {
  check_plan(plan);
  return expand(schedule, plan);
}

}  // namespace anneal
