// Nor is a bare number in an options struct.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
Schedule schedule = cosine({.length = 10});
#else
Schedule schedule = cosine({.length = 10_ep});
#endif
}  // namespace anneal
