#pragma once

#include "models/problems/problem.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct UvModelOptions {
  Index width = 512;     ///< n, even
  double curvature = 2;  ///< lambda at the start
  double output = 1;     ///< f at the start
};

/// A linear network with one hidden layer on one sample with target 0: the smallest model with a
/// catapult.
///
///   f = u . v / sqrt(n),   L = f^2 / 2,   lambda = (|u|^2 + |v|^2) / n
///
/// lambda is the curvature that gradient descent meets. Under a rate lr, exactly:
/// f' = (1 - lr lambda + lr^2 f^2 / n) f,   lambda' = lambda + lr f^2 / n (lr lambda - 4).
/// So with 2 < lr lambda < 4 the loss first grows, and falls after lambda has.
/// Parameters: "u" (n), "v" (n); the start has exactly the given lambda and f.
/// Source: Lewkowycz et al. 2020, The large learning rate phase, section 2 (arXiv:2003.02218).
class UvModel final : public Problem {
 public:
  /// Throws std::invalid_argument unless the width is even and > 0 and
  /// 2 |output| / sqrt(width) <= curvature.
  explicit UvModel(const UvModelOptions& options);

  /// lambda at the current parameters.
  double curvature() const;

 private:
  Var compute(const Context& context) const override;
};

}}  // namespace anneal::ANNEAL_PRECISION
