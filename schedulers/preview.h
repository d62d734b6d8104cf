#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schedulers/resolve.h"

namespace anneal {

/// One line of the piece table that `anneal preview` prints.
struct PreviewPiece {
  std::string text;
  int depth = 0;
  std::int64_t begin = 0;    ///< the first update
  std::int64_t updates = 0;  ///< the same length in three units
  double epochs = 0.0;
  double percent = 0.0;
  /// Its first and last rate; nothing if it has no update, or is a factor of a product, which has
  /// no rate of its own.
  std::optional<double> first = {}, last = {};
};

/// What a preview and the header of every run say, from the same object that trains.
struct Preview {
  std::string text;  ///< the canonical schedule
  std::vector<PreviewPiece> pieces = {};
  double first = 0.0;  ///< absolute: base times multiplier
  double peak = 0.0;
  std::int64_t peak_at = 0;
  double lowest = 0.0;
  double last = 0.0;
  double area = 0.0;         ///< the sum of the rates over all updates: what decoupled decay sees
  double mean = 0.0;         ///< area / updates
  bool has_warmup = false;   ///< begins below half of its peak, and rises
  bool has_decay = false;    ///< ends below half of its peak
  bool is_absolute = false;  ///< has numbers that are values themselves: see ScheduleEntry
  std::vector<std::string> warnings = {};
};

Preview preview(const ResolvedSchedule& schedule);
/// The same with the figures of a run whose metric-driven pieces have seen this.
Preview preview(const ResolvedSchedule& schedule, const FeedbackState& seen);

/// What the schedule has seen once it has heard `metrics`, one value after each epoch, as every
/// metric that it listens to.
/// Throws std::invalid_argument for more of them than the run has epochs.
FeedbackState replay(const ResolvedSchedule& schedule, const std::vector<double>& metrics);

/// The rate of every update of the run, base times multiplier, under what was seen.
std::vector<double> rates_of(const ResolvedSchedule& schedule, const FeedbackState& seen);

/// Rates to draw: of every update, or of one in each block of `stride` updates.
struct RateSamples {
  std::int64_t stride = 1;
  std::vector<double> rates;
};

/// The rates of a run in as many blocks as have one update each, or in about `most` of a longer
/// run.
RateSamples sampled_rates(const ResolvedSchedule& schedule,
                          const FeedbackState& seen,
                          std::int64_t most = 1'000'000);

}  // namespace anneal
