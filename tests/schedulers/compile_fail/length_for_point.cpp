// A length is no point in time.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
Multiplier value(const ResolvedSchedule& s) {
  return s.at(500_it);
}
#else
Multiplier value(const ResolvedSchedule& s) {
  return s.at(Step(0) + 500_it);
}
#endif
}  // namespace anneal
