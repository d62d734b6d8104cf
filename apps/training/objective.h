#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/state.h"
#include "core/var.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Whether there is neither an infinity nor a NaN among the elements.
bool all_finite(const Tensor& tensor);

/// How well a model does on samples that it is not being trained on.
struct Evaluation {
  double loss = 0.0;               ///< mean over the samples, without label smoothing
  std::optional<double> accuracy;  ///< share of the labels whose output is the largest
};

/// Parameters judged as they are, on what they are trained on and on what they are not.
struct Judgement {
  Evaluation train, validation;

  bool is_finite() const;
};

/// What a Trainer minimises: a network on its data (network.h), or a function with known answers.
///
/// Everything that is drawn (batches, dropout, gradient noise) is a pure function of the step, so
/// that an objective has no state besides its parameters and buffers.
class Objective {
 public:
  virtual ~Objective() = default;

  /// In order of use, those that no update changes too.
  virtual const NamedParameters& parameters() const = 0;
  /// The loss of update `step`; its gradient is then in grad() of the parameters.
  virtual double loss_and_gradient(std::int64_t step) = 0;
  /// How good the parameters are as they are now. Changes nothing.
  virtual Judgement judge() const = 0;

  /// What follows from the parameters and is not trained: batch norm's statistics. Most have none.
  virtual NamedBuffers statistics() const = 0;
  /// Works them out for the parameters as they are now, which need not be those that train.
  virtual void renew_statistics() = 0;

  /// The values of parameters and buffers, under their full names.
  virtual State state() const = 0;
  /// Sets all of them; `what` names the state in errors. Other entries are passed over if their
  /// names extend a parameter's ("layers.0.weight.m"). Throws std::invalid_argument, before
  /// anything changes, for one that is missing, is not known or has another shape.
  virtual void load(const State& state, std::string_view what) = 0;
};

/// While one of these lives, and `moved` says that the parameters are not those that train, an
/// objective's statistics are those of its parameters as they are; afterwards as before, bit for
/// bit. The objective must outlive it.
class StatisticsPoint final {
 public:
  StatisticsPoint(Objective& objective, bool moved);
  StatisticsPoint(const StatisticsPoint&) = delete;
  StatisticsPoint& operator=(const StatisticsPoint&) = delete;
  ~StatisticsPoint();

 private:
  NamedBuffers statistics_;
  std::vector<Tensor> before_;
};

}}  // namespace anneal::ANNEAL_PRECISION
