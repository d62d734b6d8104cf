// Patience is counted in evaluations, not in epochs.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
Schedule schedule = plateau({.patience = 3_ep});
#else
Schedule schedule = plateau({.patience = 3_ev});
#endif
}  // namespace anneal
