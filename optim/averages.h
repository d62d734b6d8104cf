#pragma once

#include <cstdint>

#include "core/spec/length.h"
#include "optim/weight_average.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct EmaOptions {
  double decay = 0.999;
  /// Divides by 1 - decay^t, so that the average is one of the observed weights from the start;
  /// without it the average begins as a copy of the first ones.
  bool bias_correction = true;
};

/// Exponential moving average.
///
///   a = decay a + (1 - decay) p,   average = a / (1 - decay^t)
///
/// State: ema (a).
/// Throws std::invalid_argument unless decay is in [0, 1).
/// Source: Polyak and Juditsky 1992; Kingma and Ba 2015, section 7.2 (arXiv:1412.6980).
class Ema final : public WeightAverage {
 public:
  Ema(NamedParameters parameters, const EmaOptions& options);
  std::int64_t count_after(std::int64_t updates) const override { return updates; }

 private:
  void take_in() override;
  Tensor average(std::size_t parameter) const override;

  EmaOptions options_;
};

struct TailAverageOptions {
  /// How much of the run is over when the first weights are taken.
  Length start = 75_pct;
  /// From one set of weights that counts to the next.
  Length every = 1_it;
};

/// The mean of the weights after updates start, start + every, start + 2 every, ...: SWA. Weights
/// that no update has changed are never taken.
///
///   n = n + 1,   a = a + (p - a) / n
///
/// State: tail (a).
/// Throws std::invalid_argument unless start >= 0 and every > 0, also if one rounds to 0 updates.
/// Source: Izmailov et al. 2018, alg. 1 (arXiv:1803.05407), who begin at 75 % of the budget, too.
class TailAverage final : public WeightAverage {
 public:
  TailAverage(NamedParameters parameters, const TailAverageOptions& options, const RunLength& run);
  std::int64_t count_after(std::int64_t updates) const override;

 private:
  void take_in() override;
  Tensor average(std::size_t parameter) const override;

  std::int64_t start_;  // in updates, as every_
  std::int64_t every_;
};

struct LawaOptions {
  /// How many snapshots are kept.
  std::int64_t snapshots = 5;
  /// From one snapshot to the next.
  Length every = 100_it;
};

/// The mean of the latest snapshots of the weights: latest weight averaging.
///
/// State: lawa0, lawa1, ...: a ring of `snapshots` copies.
/// Throws std::invalid_argument unless snapshots is in [1, 100] and every > 0, also if it rounds to
/// 0 updates.
/// Source: Kaddour 2022 (arXiv:2209.14981).
class Lawa final : public WeightAverage {
 public:
  Lawa(NamedParameters parameters, const LawaOptions& options, const RunLength& run);
  std::int64_t count_after(std::int64_t updates) const override;

 private:
  void take_in() override;
  Tensor average(std::size_t parameter) const override;

  std::int64_t snapshots_;
  std::int64_t every_;  // in updates
};

}}  // namespace anneal::ANNEAL_PRECISION
