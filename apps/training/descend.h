#pragma once

#include <string>

#include "apps/run/descent.h"
#include "schedulers/catalogue.h"

namespace anneal {

/// The function of the plane that `text` describes, such as rosenbrock or quadratic(1, 0.1); in
/// double.
///
/// Throws spec::SpecError for an unknown function or argument, std::invalid_argument unless it is
/// one of two numbers.
PlaneFunction plane_function(const std::string& text);

/// Minimises a function of the plane with one optimizer under one schedule, in double.
///
///   p(t+1) = p(t) - update(gradient at p(t), lr m(t)),   t = 0 .. updates - 1
///
/// The same optimizers, schedules, gradients (by autograd) and trainer as for networks. A
/// metric-driven schedule hears the loss after every update, as train_loss and as val_loss.
/// Throws spec::SpecError or std::invalid_argument for anything in `config` that does not fit,
/// among it a start where the loss is not finite.
/// `words` are what its schedules may say.
Descent descend(const DescentConfig& config, const ScheduleCatalogue& words = schedule_catalogue());

}  // namespace anneal
