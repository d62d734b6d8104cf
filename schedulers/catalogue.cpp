#include "schedulers/catalogue.h"

namespace anneal {

// Each is defined in schedulers/catalogue/, where its curve and its C++ function are.
ScheduleEntry constant_entry();
ScheduleEntry linear_entry();
ScheduleEntry cosine_entry();
ScheduleEntry polynomial_entry();
ScheduleEntry exponential_entry();
ScheduleEntry one_minus_sqrt_entry();
ScheduleEntry tanh_entry();
ScheduleEntry rex_entry();
ScheduleEntry warmup_entry();
ScheduleEntry step_entry();
ScheduleEntry multistep_entry();
ScheduleEntry piecewise_entry();
ScheduleEntry decay_entry();
ScheduleEntry inverse_time_entry();
ScheduleEntry inverse_sqrt_entry();
ScheduleEntry noam_entry();
ScheduleEntry power_entry();
ScheduleEntry cosine_restarts_entry();
ScheduleEntry cyclic_entry();
ScheduleEntry onecycle_entry();
ScheduleEntry onecycle_momentum_entry();
ScheduleEntry wsd_entry();
ScheduleEntry repeat_entry();
ScheduleEntry stretch_entry();
ScheduleEntry clamp_entry();
ScheduleEntry open_entry();
ScheduleEntry table_entry();
ScheduleEntry lambda_entry();
ScheduleEntry plateau_entry();
ScheduleEntry greedy_entry();
ScheduleEntry window_entry();
ScheduleEntry wave_entry();

const ScheduleCatalogue& schedule_catalogue() {
  static const ScheduleCatalogue kTable = {
      constant_entry(),   linear_entry(),       cosine_entry(),
      polynomial_entry(), exponential_entry(),  one_minus_sqrt_entry(),
      tanh_entry(),       rex_entry(),          warmup_entry(),
      step_entry(),       multistep_entry(),    piecewise_entry(),
      decay_entry(),      inverse_time_entry(), inverse_sqrt_entry(),
      noam_entry(),       power_entry(),        cosine_restarts_entry(),
      cyclic_entry(),     onecycle_entry(),     onecycle_momentum_entry(),
      wsd_entry(),        repeat_entry(),       stretch_entry(),
      clamp_entry(),      open_entry(),         table_entry(),
      lambda_entry(),     plateau_entry(),      greedy_entry(),
      window_entry(),     wave_entry(),
  };
  return kTable;
}

}  // namespace anneal
