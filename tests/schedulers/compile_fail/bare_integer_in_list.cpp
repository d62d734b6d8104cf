// Nor is one in a list of milestones.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
Schedule schedule = multistep({30, 60});
#else
Schedule schedule = multistep({30_ep, 60_ep});
#endif
}  // namespace anneal
