#pragma once

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A batch in the sample shape that `model` was built for: (B, 784) and (B, 1, 28, 28) both become
/// (B, sample...). A batch that has it already is returned as it is.
///
/// Throws std::invalid_argument if a sample of x has another number of elements:
/// shape error in "lenet": input is (32, 100), a sample is (1, 28, 28)
Var as_samples(const Var& x, const Shape& sample, const char* model);

/// The shape of a batch of `count` samples: (count, sample...).
Shape batch_shape(Index count, const Shape& sample);

}}  // namespace anneal::ANNEAL_PRECISION
