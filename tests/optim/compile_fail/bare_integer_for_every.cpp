// Nor is it a distance between two snapshots.
#include "optim/averages.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
LawaOptions options{.every = 10};
#else
LawaOptions options{.every = 10_pct};
#endif
}  // namespace anneal
