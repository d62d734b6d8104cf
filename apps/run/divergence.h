#pragma once

#include <cstdint>
#include <optional>

namespace anneal {

/// Whether a run whose numbers all stayed finite has diverged all the same: its training loss ends
/// above where it began.
///
///   begin = max(evaluation before the first update, loss of the first batch, loss of guessing)
///   limit = 1.1 * begin
///   diverged if the training loss of the last evaluation > limit
///
/// The first batch and guessing are in there for what moves nothing: batch norm's statistics are
/// not yet measured at the start, and a pretrained model may well be above its own loss and have
/// learnt much. The tenth is for noise. When it happened is said by the losses of the batches,
///
///   smoothed = 0.9 * smoothed + 0.1 * min(loss, 2 * limit):
///
/// at the last update that began with smoothed <= limit. (Without the cap one batch of 1e12 would
/// count for two hundred others.)
class LossWatch final {
 public:
  static constexpr double kRise = 1.1;
  static constexpr double kKept = 0.9;
  static constexpr double kCap = 2.0;  ///< times the limit

  /// All that the watch remembers, for a checkpoint.
  struct Numbers {
    double limit = 0.0;
    double smoothed = 0.0;
    std::int64_t below_at = 0;  ///< the last update that began with smoothed <= limit
  };

  LossWatch() = default;
  /// Goes on from numbers().
  explicit LossWatch(const Numbers& numbers) : numbers_(numbers) {}

  /// Before the first update: `evaluated` is the training loss, `guessing` that of an answer which
  /// ignores its input, where it is known. Without it nothing is watched.
  void start(double evaluated, std::optional<double> guessing);
  /// The loss of the batch of update `step`, from 0 on, before the update.
  void update(std::int64_t step, double loss);
  /// The update at which a run that ends with the training loss `evaluated` diverged; nothing if it
  /// has not.
  std::optional<std::int64_t> diverged_at(double evaluated) const;

  bool begun() const { return numbers_.has_value(); }
  /// Once begun.
  const Numbers& numbers() const { return numbers_.value(); }

 private:
  std::optional<Numbers> numbers_;
};

}  // namespace anneal
