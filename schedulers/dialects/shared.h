#pragma once

#include "schedulers/dialects/phases.h"
#include "schedulers/dialects/support.h"

/// Schedules that several libraries have under the same argument names.
namespace anneal::dialect {

/// Arguments step_size, gamma.
Expansion expand_step(const spec::Arguments& arguments, const RunPlan& plan);
/// Arguments milestones, gamma. They need not be in order, and one given twice acts twice.
Expansion expand_multistep(const spec::Arguments& arguments, const RunPlan& plan);
/// Arguments T_max, eta_min: half a cosine, and up again if the run goes on.
Expansion expand_periodic_cosine(const spec::Arguments& arguments, const RunPlan& plan);
/// Arguments T_0, T_mult, eta_min.
Expansion expand_warm_restarts(const spec::Arguments& arguments, const RunPlan& plan);
/// Arguments gamma and every, which says what one call of the library's step() stands for.
Schedule exponential_decay(double gamma, const spec::Arguments& arguments);
spec::Parameter every_parameter();

/// A plateau with PyTorch's counting, whose rate is left alone when a cut would lower it by `eps`
/// or less.
///
/// Arguments metric, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, and eps
/// under the name `eps_name`.
Schedule plateau_of(const spec::Arguments& arguments, const RunPlan& plan, const char* eps_name);
Expansion expand_plateau(const spec::Arguments& arguments, const RunPlan& plan);
/// The plateau that `call` builds, in the sense that the library gives it, also where the metric's
/// name says the opposite, which the catalogue's own word refuses: then its preview warns.
Schedule plateau_in_mode(CallBuilder call, const std::string& metric, const std::string& mode);
std::vector<spec::Parameter> plateau_parameters(const char* eps_name = "eps");

/// One after the other, each on its own clock: the next one begins at each boundary.
Schedule join(const spec::Arguments& arguments,
              const std::vector<Schedule>& members,
              const char* boundaries_name,
              const RunPlan& plan);
/// Checks that there are schedules, and with `boundaries_name` one boundary less than schedules.
void check_members(const spec::Arguments& arguments,
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
