// There is no half update.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
Steps length(0.5);
#else
Steps length(1);
#endif
}  // namespace anneal
