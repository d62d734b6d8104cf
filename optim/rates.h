#pragma once

#include <optional>

namespace anneal {

/// The rates that one update uses: what a schedule hands to an optimizer, as plain absolute
/// numbers.
///
/// Units and ranges: every number is finite and >= 0, momentum below 1. A number that is left out
/// is the optimizer's own. Nothing reads "the current rate": it is an argument of step().
struct Rates {
  /// The learning rate of a group whose lr_scale is 1.
  double lr = 0.0;
  /// Replaces momentum (SGD and relatives) or beta1 (Adam and relatives).
  std::optional<double> momentum = {};
  /// Replaces the weight decay of every group; parameters that a group exempts stay exempt.
  std::optional<double> weight_decay = {};
  /// The rate that the schedule multiplies; WeightDecay::kSchedule needs it.
  std::optional<double> base_lr = {};
  /// The largest rate of the run; WeightDecay::kSquared needs it.
  std::optional<double> peak_lr = {};
};

}  // namespace anneal
