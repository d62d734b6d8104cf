// Updates are not epochs: the mistake that made a warmup of 1000 updates last 1000 epochs.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
RunPlan plan = plan_epochs(10_it, 100_it);
#else
RunPlan plan = plan_epochs(10_ep, 100_it);
#endif
}  // namespace anneal
