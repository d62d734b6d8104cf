#pragma once

#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Drops a share p of its input in training, and nothing in evaluation; see dropout().
///
/// The mask is a pure function of (context.seed, context.step, name).
/// Shapes: any -> the same.
class Dropout final : public Module {
 public:
  /// Throws std::invalid_argument unless 0 <= p < 1.
  Dropout(std::string name, double p);

 private:
  Var compute(const Var& x, const Context& context) const override;
  void collect(Contents& /*contents*/) const override {}

  double p_;
  std::string stream_;  // kept: making the name would reach the heap in every pass
};

}}  // namespace anneal::ANNEAL_PRECISION
