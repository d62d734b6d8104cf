#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace anneal {

/// The metrics of one evaluation, by name: {"val_loss", 0.31}.
using Metrics = std::map<std::string, double>;

/// What one metric-driven piece has made of the evaluations so far.
struct FeedbackTrack {
  /// From update `step` on (counted over the whole run), the piece's multiplier is `multiplier`.
  struct Change {
    std::int64_t step = 0;
    double multiplier = 1.0;
    friend bool operator==(const Change&, const Change&) = default;
  };

  std::vector<double> memory;   ///< the rule's own counters: best value, evaluations without gain
  std::vector<Change> changes;  ///< in the order of their steps

  /// The multiplier at an update of the run; 1 before the first change. A value in the past stays
  /// what it was, so that a rate curve can be drawn again after the run.
  double multiplier_at(std::int64_t step) const;
  friend bool operator==(const FeedbackTrack&, const FeedbackTrack&) = default;
};

/// Everything that a resolved schedule remembers about the metrics it has seen: numbers, owned by
/// the training loop, saved with a checkpoint. One track for each metric-driven piece.
struct FeedbackState {
  std::vector<FeedbackTrack> tracks;
  friend bool operator==(const FeedbackState&, const FeedbackState&) = default;
};

/// One line that parse_feedback() reads back to exactly the same state.
std::string to_text(const FeedbackState& state);
/// Throws std::runtime_error if the text is not one that to_text() wrote.
FeedbackState parse_feedback(const std::string& text);

/// How a metric-driven piece reacts: a pure function from memory and metric to memory and
/// multiplier.
class FeedbackRule {
 public:
  struct Reaction {
    std::vector<double> memory;
    double multiplier;
  };

  virtual ~FeedbackRule() = default;
  /// The memory before the first evaluation.
  virtual std::vector<double> begin() const = 0;
  /// One evaluation: the metric may be NaN or infinite.
  virtual Reaction react(const std::vector<double>& memory,
                         double multiplier,
                         double metric) const = 0;
  /// The largest multiplier that it can come to, whatever it hears.
  virtual double largest() const = 0;
};

}  // namespace anneal
