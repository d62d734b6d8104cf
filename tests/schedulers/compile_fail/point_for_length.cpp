// A point in time is no length.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
Schedule schedule = warmup(Step(500));
#else
Schedule schedule = warmup(Steps(500));
#endif
}  // namespace anneal
