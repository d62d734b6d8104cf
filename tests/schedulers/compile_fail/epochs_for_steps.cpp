// Epochs are not updates.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
RunPlan plan = plan_epochs(10_ep, 100_ep);
#else
RunPlan plan = plan_epochs(10_ep, 100_it);
#endif
}  // namespace anneal
