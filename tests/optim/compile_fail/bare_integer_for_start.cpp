// A bare integer is no length of an average: 100 what?
#include "optim/averages.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
TailAverageOptions options{.start = 100};
#else
TailAverageOptions options{.start = 100_it};
#endif
}  // namespace anneal
