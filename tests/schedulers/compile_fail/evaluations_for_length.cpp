// Evaluations measure patience, not length.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
Schedule schedule = warmup(3_ev);
#else
Schedule schedule = plateau({.patience = 3_ev});
#endif
}  // namespace anneal
