// A learning rate is not a multiplier.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
Schedule schedule = cosine({.to = LearningRate(0.01)});
#else
Schedule schedule = cosine({.to = 0.01});
#endif
}  // namespace anneal
