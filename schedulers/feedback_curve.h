#pragma once

#include <cmath>
#include <cstdint>

#include "schedulers/curve.h"
#include "schedulers/entry.h"

namespace anneal {

/// Whether a metric is better than the best so far by more than a threshold.
///
///   rel, min: metric < best - threshold |best|      abs, min: metric < best - threshold
///
/// NaN never is; any number is better than none so far.
class MetricGain final {
 public:
  MetricGain(bool maximize, bool absolute, double threshold)
      : maximize_(maximize), absolute_(absolute), threshold_(threshold) {}

  /// The best before the first evaluation.
  double worst() const;
  bool improves(double metric, double best) const;

 private:
  bool maximize_;
  bool absolute_;
  double threshold_;
};

/// The parameters "metric" and "mode" of metric-driven pieces: what is watched, and whether smaller
/// or larger is better.
spec::Parameter metric_parameter();
spec::Parameter mode_parameter();

/// What a metric's name says of its sense: max for an accuracy, min for a loss; empty for others.
std::string sense_of(const std::string& metric);

/// Finishes the mode of a canonical call with these parameters: max is written out where the
/// metric's name says it, and min where its name says nothing.
/// Throws SpecError for auto where the name says nothing, and for the opposite of what it says.
void normalise_mode(const spec::Arguments& arguments, spec::Expr& call);

/// The sense of a call: what it says, or what its metric's name says. Warns, in the piece's name,
/// of the opposite of what the name says: other libraries' words have it by default.
bool maximizes(const spec::Arguments& arguments, PieceContext& piece);

/// The curve of a metric-driven piece: what its track in FeedbackState says at that update.
CurvePtr make_feedback_curve(std::size_t track);

/// Warns if the piece sees fewer evaluations than it needs to act once.
void warn_if_too_few_evaluations(PieceContext& piece, std::int64_t needed, const char* argument);

}  // namespace anneal
