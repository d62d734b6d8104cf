#pragma once

#include <cstdint>

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
  bool has_average() const override { return updates() > 0; }

 private:
  void take_in() override;
  Tensor average(std::size_t parameter) const override;

  EmaOptions options_;
};

struct TailAverageOptions {
  /// The first update that counts, from 1.
  std::int64_t start = 1;
  /// Every how many updates one counts.
  std::int64_t every = 1;
};

/// The mean of the weights after updates start, start + every, start + 2 every, ...: SWA.
///
///   n = n + 1,   a = a + (p - a) / n
///
/// State: tail (a).
/// Throws std::invalid_argument unless start >= 1 and every >= 1.
/// Source: Izmailov et al. 2018, alg. 1 (arXiv:1803.05407).
class TailAverage final : public WeightAverage {
 public:
  TailAverage(NamedParameters parameters, const TailAverageOptions& options);
  bool has_average() const override { return count() > 0; }
  /// How many weights are in the mean.
  std::int64_t count() const;

 private:
  void take_in() override;
  Tensor average(std::size_t parameter) const override;

  TailAverageOptions options_;
};

struct LawaOptions {
  /// How many snapshots are kept.
  std::int64_t snapshots = 5;
  /// Every how many updates one is taken.
  std::int64_t every = 100;
};

/// The mean of the latest snapshots of the weights: latest weight averaging.
///
/// State: lawa0, lawa1, ...: a ring of `snapshots` copies.
/// Throws std::invalid_argument unless snapshots is in [1, 100] and every >= 1.
/// Source: Kaddour 2022 (arXiv:2209.14981).
class Lawa final : public WeightAverage {
 public:
  Lawa(NamedParameters parameters, const LawaOptions& options);
  bool has_average() const override { return updates() >= options_.every; }

 private:
  void take_in() override;
  Tensor average(std::size_t parameter) const override;

  LawaOptions options_;
};

}}  // namespace anneal::ANNEAL_PRECISION
