// 0.75 may be meant as a share of the run, and is written 75_pct.
#include "optim/averages.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
TailAverageOptions options{.start = 0.75};
#else
TailAverageOptions options{.start = 75_pct};
#endif
}  // namespace anneal
