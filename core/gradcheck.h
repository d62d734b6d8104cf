#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct GradcheckOptions {
  double step = 1e-5;       ///< h of the central difference, relative to max(1, |x|)
  double tolerance = 1e-6;  ///< largest error that passes
};

/// The worst entry that check_gradients() found.
struct GradcheckReport {
  bool passed = true;
  std::size_t input = 0;  ///< which input
  Index position = 0;     ///< which element of it, counted row-major
  double analytic = 0;    ///< what backward() gave
  double numeric = 0;     ///< what the central difference gave
  double error = 0;       ///< |analytic - numeric| / max(1, |analytic|, |numeric|)
};

/// "input 1, element 3: analytic 0.5, numeric 0.25, error 0.25 (failed)"
std::string to_text(const GradcheckReport& report);

/// Compares the gradients of `function` at `inputs` with central differences.
///
///   numeric_i = (L(x + h e_i) - L(x - h e_i)) / (2 h),   L(x) = sum_k w_k function(x)_k
///
/// with fixed weights w between 1/2 and 3/2, so that outputs of any shape can be checked. The
/// function is called twice per element and must be deterministic. Meaningful in double only: in
/// float the difference has three digits at best.
/// Throws std::invalid_argument if there is no input or the output depends on none of them.
GradcheckReport check_gradients(const std::function<Var(std::span<const Var>)>& function,
                                std::span<const Tensor> inputs,
                                const GradcheckOptions& options = {});

}}  // namespace anneal::ANNEAL_PRECISION
