#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "schedulers/feedback.h"
#include "schedulers/plan.h"
#include "schedulers/schedule.h"
#include "schedulers/time.h"

namespace anneal {

/// One line of the piece table: a piece of the schedule with its place in the run.
struct Piece {
  std::string text;  ///< canonical
  Step begin;
  Steps length;
  int depth = 0;              ///< 0 in the sequence of the run; factors of a product are one deeper
  bool climbs_again = false;  ///< see ScheduleEntry
};

/// What the values of a whole run come to, found while checking them. Multipliers of the base.
struct ScheduleSummary {
  double first = 0.0;
  double peak = 0.0;
  Step peak_at{0};  ///< the first update that uses the peak
  double lowest = 0.0;
  double last = 0.0;
  double end = 0.0;   ///< where the last piece is going: its value once it is over
  double area = 0.0;  ///< the sum over all updates
};

/// A schedule made for one run: a pure function of the step, cheap to copy, safe to share between
/// threads. Evaluating it, in any order, changes nothing.
class ResolvedSchedule final {
 public:
  /// The multiplier of the update `step`, as if no evaluation had been seen.
  ///
  /// Throws std::out_of_range unless 0 <= step < total: the value at N is used by no update.
  Multiplier at(Step step) const;
  /// The same under what the metric-driven pieces have seen so far.
  Multiplier at(Step step, const FeedbackState& feedback) const;
  /// The multipliers of `count` updates from `first` on, at once.
  std::vector<double> values(Step first, Steps count) const;
  std::vector<double> values(Step first, Steps count, const FeedbackState& feedback) const;

  RunPlan plan() const;
  const Schedule& schedule() const;
  ScheduleSummary summary() const;  ///< as if no evaluation had been seen
  /// The same under what the metric-driven pieces have seen.
  ScheduleSummary summary(const FeedbackState& feedback) const;
  /// The same with every metric-driven piece at the largest multiplier that it can come to: no
  /// value of the run is above this peak.
  ScheduleSummary bound() const;
  const std::vector<Piece>& pieces() const&;
  std::vector<Piece> pieces() &&;  // of a temporary, so that a range-for over it is safe
  /// One line each, naming the number and the mend.
  const std::vector<std::string>& warnings() const&;
  std::vector<std::string> warnings() &&;

  /// The metrics that its pieces listen to, each once; empty if it needs no feedback.
  std::vector<std::string> metrics() const;
  /// The state before the first evaluation.
  FeedbackState feedback() const;
  /// The state after an evaluation made when `now` updates have been made. A metric-driven piece
  /// hears the evaluations made while it runs, its first and last moment included.
  ///
  /// A piece whose metric is among `later`, which evaluations do not have yet, hears nothing.
  /// Throws std::invalid_argument if `metrics` lacks another one of metrics().
  FeedbackState observe(const FeedbackState& state,
                        Step now,
                        const Metrics& metrics,
                        const std::vector<std::string>& later = {}) const;

 private:
  friend ResolvedSchedule resolve(const Schedule& schedule, const RunPlan& plan);
  struct Content;
  explicit ResolvedSchedule(std::shared_ptr<const Content> content);

  std::shared_ptr<const Content> content_;
};

/// Makes a schedule ready for one run: the only door to its values.
///
/// Every length becomes whole updates: epochs times updates_per_epoch; the fractional lengths of
/// one sequence are split by largest remainder, so that no update is lost; halves round up. Every
/// value of the run is computed once and checked to be finite and >= 0, also when it multiplies the
/// plan's base (in runs of more than 5e7 updates, those around the ends of each piece and 100,000
/// in between).
/// Throws spec::SpecError, with the arithmetic, if the pieces do not cover the run exactly, if a
/// length rounds to 0, or if a value is not allowed; std::invalid_argument for a bad plan.
ResolvedSchedule resolve(const Schedule& schedule, const RunPlan& plan);

/// The schedule with every shorthand (wsd, torch.StepLR, ...) replaced by what it stands for in
/// this run.
Schedule expanded(const Schedule& schedule, const RunPlan& plan);

}  // namespace anneal
