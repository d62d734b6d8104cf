#pragma once

#include <optional>

#include "core/parameter.h"
#include "models/context.h"

namespace anneal::inline ANNEAL_PRECISION {

/// A function to minimise whose parameters are its only input: no data, known answers.
///
/// The optimizers see the same thing as with a network: parameters, and gradients by autograd.
class Problem {
 public:
  virtual ~Problem() = default;
  Problem(const Problem&) = delete;
  Problem& operator=(const Problem&) = delete;

  /// The loss at the current parameters, one element. Noise, if the problem has any, is drawn
  /// except in Mode::kEvaluate, as a pure function of (context.seed, context.step).
  Var loss(const Context& context = {}) const { return compute(context); }

  /// In the plane and for quadratics: one parameter "point" (n).
  const NamedParameters& parameters() const { return parameters_; }

  /// The lowest value that the noiseless loss takes; none if it is not bounded below.
  std::optional<double> lowest() const { return lowest_; }

 protected:
  Problem(NamedParameters parameters, std::optional<double> lowest)
      : parameters_(std::move(parameters)), lowest_(lowest) {}
  const Var& parameter(std::size_t i) const { return parameters_[i].var; }

 private:
  virtual Var compute(const Context& context) const = 0;

  NamedParameters parameters_;
  std::optional<double> lowest_;
};

}  // namespace anneal::inline ANNEAL_PRECISION
