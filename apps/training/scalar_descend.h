#pragma once

#include "apps/run/descent.h"
#include "core/scalar.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// The function that `text` describes, such as rosenbrock or quadratic(1, 0.1).
///
/// Throws spec::SpecError for an unknown function or argument, std::invalid_argument unless it is
/// one of two numbers.
PlaneFunction plane_function_in_this_precision(const std::string& text);

/// Minimises a function of the plane with one optimizer under one schedule.
///
///   p(t+1) = p(t) - update(gradient at p(t), lr m(t)),   t = 0 .. updates - 1
///
/// The same optimizers, schedules and gradients (by autograd) that train networks, in Scalar. A
/// metric-driven schedule hears the loss after every update, as train_loss and as val_loss.
/// Throws spec::SpecError or std::invalid_argument for anything in `config` that does not fit,
/// among it a start where the loss is not finite.
/// Code that is compiled once for both precisions asks descend() of apps/training/descend.h.
Descent descend_in_this_precision(const DescentConfig& config);

}}  // namespace anneal::ANNEAL_PRECISION
