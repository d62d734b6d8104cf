#pragma once

#include "apps/run/rates.h"
#include "core/scalar.h"
#include "core/spec/expr.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// What the schedules of a run multiply: the learning rate, momentum and weight decay that
/// `optimizer` is called with. What a momentum schedule multiplies is called momentum in some rules
/// and beta1 in others.
///
/// Throws spec::SpecError for an unknown optimizer or argument.
BaseRates base_rates(const spec::Expr& optimizer);

}}  // namespace anneal::ANNEAL_PRECISION
