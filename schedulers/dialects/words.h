#pragma once

#include "schedulers/entry.h"

namespace anneal {

/// Two words of the catalogue that the dialects need, each in its own file.
ScheduleEntry window_entry();
ScheduleEntry wave_entry();

}  // namespace anneal
