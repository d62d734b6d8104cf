#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "schedulers/feedback.h"

namespace anneal {

/// One moment as a piece sees it.
struct Clock {
  std::int64_t t = 0;    ///< updates since the piece began; past its length it holds its end value
  std::int64_t run = 0;  ///< updates since the run began
  const FeedbackState* feedback = nullptr;

  Clock advanced(std::int64_t updates) const { return {t + updates, run + updates, feedback}; }
  /// The same moment on the clock of a piece that begins `updates` later.
  Clock since(std::int64_t updates) const { return {t - updates, run, feedback}; }
};

/// A resolved piece: a pure function of the clock.
class Curve {
 public:
  virtual ~Curve() = default;

  /// The multiplier at a moment with t >= 0.
  virtual double value(const Clock& now) const = 0;
  /// The multipliers of consecutive updates: out[i] = value(first.advanced(i)), bit for bit.
  virtual void fill(const Clock& first, std::span<double> out) const = 0;
  /// Where the piece is going: its value once it is over.
  virtual double end_value(const Clock& now) const = 0;
  /// Whether a step, milestone or restart is due at this moment: a jump there is no mistake.
  virtual bool jump_due(const Clock& now) const = 0;
};

using CurvePtr = std::unique_ptr<const Curve>;

/// Two counts of updates, divided as doubles.
inline double ratio(std::int64_t part, std::int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

/// No jump is ever due.
struct NeverDue {
  bool operator()(std::int64_t) const { return false; }
};

/// A piece given by a function of t alone; after its length it holds its end value.
template <class Function, class Due>
class PureCurve final : public Curve {
 public:
  PureCurve(std::int64_t length, Function function, Due due)
      : length_(length), function_(std::move(function)), due_(std::move(due)) {}

  double value(const Clock& now) const override { return function_(std::min(now.t, length_)); }
  void fill(const Clock& first, std::span<double> out) const override {
    std::int64_t t = first.t;
    for (double& value : out) {
      value = function_(std::min(t++, length_));
    }
  }
  double end_value(const Clock&) const override { return function_(length_); }
  bool jump_due(const Clock& now) const override { return now.t <= length_ && due_(now.t); }

 private:
  std::int64_t length_;
  Function function_;  // (t) -> multiplier, for 0 <= t <= length
  Due due_;            // (t) -> bool
};

/// A curve of `length` updates from function(t), defined for 0 <= t <= length; due(t) says where
/// it may jump.
template <class Function, class Due = NeverDue>
CurvePtr make_curve(std::int64_t length, Function function, Due due = {}) {
  return std::make_unique<const PureCurve<Function, Due>>(length, std::move(function),
                                                          std::move(due));
}

/// A curve from m(u), where u is the progress through the piece.
///
///   u = t / L,   or with endpoint t / (L - 1)
///
/// m(0) and m(1) are exactly `from` and `to`.
template <class Function>
CurvePtr make_interpolation(std::int64_t length,
                            bool endpoint,
                            double from,
                            double to,
                            Function function) {
  const std::int64_t last = endpoint ? length - 1 : length;
  return make_curve(length, [=](std::int64_t t) {
    if (t >= last) {
      return to;  // end points are constants: cos(pi) is not exactly -1 after scaling
    }
    if (t <= 0) {
      return from;
    }
    return function(ratio(t, last));
  });
}

/// One piece after the other. `begins[i]` is where piece i begins on the sequence's clock.
CurvePtr make_sequence(std::vector<std::int64_t> begins, std::vector<CurvePtr> pieces);

/// All factors at once, multiplied in the given order.
CurvePtr make_product(std::vector<CurvePtr> factors);

/// The staircase of a curve: its value at the first update of the current epoch, but never before
/// the piece began.
CurvePtr make_staircase(CurvePtr curve, std::int64_t updates_per_epoch);

}  // namespace anneal
