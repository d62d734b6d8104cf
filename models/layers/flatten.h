#pragma once

#include "core/var.h"

namespace anneal::inline ANNEAL_PRECISION {

/// All axes but the first as one: (B, C, H, W) -> (B, C H W). Flat input is returned as it is.
Var flatten(const Var& x);

/// A batch in the sample shape that `model` was built for: (B, 784) or (B, 1, 28, 28) become
/// (B, sample...).
///
/// Throws std::invalid_argument if a sample of x has another number of elements:
/// shape error in "lenet": input is (32, 100), sample is (1, 28, 28)
Var as_samples(const Var& x, const Shape& sample, const char* model);

}  // namespace anneal::inline ANNEAL_PRECISION
