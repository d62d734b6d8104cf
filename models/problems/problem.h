#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "core/var.h"
#include "models/context.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
  Var loss(const Context& context) const { return compute(context); }

  /// In the plane and for quadratics: one parameter "point" (n).
  const NamedParameters& parameters() const { return parameters_; }

  /// The lowest value that the noiseless loss takes; none if it is not bounded below.
  std::optional<double> lowest() const { return lowest_; }

  /// The points at which it takes that value, where they are known and finitely many.
  const std::vector<std::vector<double>>& minima() const { return minima_; }

 protected:
  Problem(NamedParameters parameters,
          std::optional<double> lowest,
          std::vector<std::vector<double>> minima = {})
      : parameters_(std::move(parameters)), lowest_(lowest), minima_(std::move(minima)) {}
  const Var& parameter(std::size_t i) const { return parameters_[i].var; }

 private:
  virtual Var compute(const Context& context) const = 0;

  NamedParameters parameters_;
  std::optional<double> lowest_;
  std::vector<std::vector<double>> minima_;
};

}}  // namespace anneal::ANNEAL_PRECISION
