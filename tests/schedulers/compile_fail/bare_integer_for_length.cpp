// A bare integer is no length: 500 what?
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
Schedule schedule = warmup(500);
#else
Schedule schedule = warmup(500_it);
#endif
}  // namespace anneal
