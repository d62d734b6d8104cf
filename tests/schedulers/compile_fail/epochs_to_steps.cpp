// One unit does not become another without a run plan.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
Steps length = 10_ep;
#else
Steps length = 10_it;
#endif
}  // namespace anneal
