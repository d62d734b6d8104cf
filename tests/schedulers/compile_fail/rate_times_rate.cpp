// Two rates cannot be multiplied.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
LearningRate rate = LearningRate(0.1) * LearningRate(0.5);
#else
LearningRate rate = LearningRate(0.1) * Multiplier(0.5);
#endif
}  // namespace anneal
