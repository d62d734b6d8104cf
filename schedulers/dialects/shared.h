#pragma once

#include "schedulers/dialects/phases.h"
#include "schedulers/dialects/support.h"

/// Schedules that several libraries have under the same argument names.
namespace anneal::dialect {

/// Arguments step_size, gamma.
Schedule expand_step(const spec::Arguments& arguments, const RunPlan& plan);
/// Arguments milestones, gamma. They need not be in order, and one given twice acts twice.
Schedule expand_multistep(const spec::Arguments& arguments, const RunPlan& plan);
/// Arguments T_max, eta_min: half a cosine, and up again if the run goes on.
Schedule expand_periodic_cosine(const spec::Arguments& arguments, const RunPlan& plan);
/// Arguments T_0, T_mult, eta_min.
Schedule expand_warm_restarts(const spec::Arguments& arguments, const RunPlan& plan);
/// Arguments gamma and every, which says what one call of the library's step() stands for.
Schedule exponential_decay(double gamma, const spec::Arguments& arguments);
spec::Parameter every_parameter();

/// A plateau with PyTorch's counting, whose rate is left alone when a cut would lower it by `eps`
/// or less.
///
/// Arguments metric, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, and eps
/// under the name `eps_name`.
Schedule plateau_of(const spec::Arguments& arguments, const RunPlan& plan, const char* eps_name);
Schedule expand_plateau(const spec::Arguments& arguments, const RunPlan& plan);
std::vector<spec::Parameter> plateau_parameters(const char* eps_name = "eps");

/// One after the other, each on its own clock: the next one begins at each boundary.
///
/// Arguments `schedules_name` (a list) and `boundaries_name`.
Schedule join(const spec::Arguments& arguments,
              const char* schedules_name,
              const char* boundaries_name,
              const RunPlan& plan);
/// Checks the members of a list of schedules and brings them into canonical form; with
/// `boundaries_name`, that there is one boundary less than schedules.
void normalise_members(const spec::Arguments& arguments,
                       spec::Expr& call,
                       const char* schedules_name,
                       const char* boundaries_name = nullptr);

/// What PyTorch and Paddle make of one cycle: the climb ends at pct * total - 1, and the cycle at
/// the run's last update.
Phases one_cycle(double pct,
                 double total,
                 bool three_phases,
                 double start,
                 double peak,
                 double end);

/// What Keras and Paddle ask of `values` and `boundaries`: one value more than boundaries. Throws
/// SpecError otherwise.
void normalise_piecewise(const spec::Arguments& arguments, spec::Expr& call);

}  // namespace anneal::dialect
