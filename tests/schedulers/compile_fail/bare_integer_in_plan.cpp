// A run plan names its units, too.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
RunPlan plan{.updates_per_epoch = 100, .total = 1000};
#else
RunPlan plan{.updates_per_epoch = 100_it, .total = 1000_it};
#endif
}  // namespace anneal
