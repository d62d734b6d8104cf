// A bare integer is no point in time.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
Multiplier value(const ResolvedSchedule& s) {
  return s.at(500);
}
#else
Multiplier value(const ResolvedSchedule& s) {
  return s.at(Step(500));
}
#endif
}  // namespace anneal
