// A run plan without a total is no plan.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
RunPlan plan{.updates_per_epoch = 100_it};
#else
RunPlan plan{.updates_per_epoch = 100_it, .total = 1000_it};
#endif
}  // namespace anneal
