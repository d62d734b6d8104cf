// A schedule has no values before it is resolved for a run.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
Multiplier value(const Schedule& s) {
  return s.at(Step(0));
}
#else
Multiplier value(const ResolvedSchedule& s) {
  return s.at(Step(0));
}
#endif
}  // namespace anneal
