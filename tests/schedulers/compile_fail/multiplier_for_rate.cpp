// A multiplier is not a learning rate: multiply it by the base.
#include "schedulers/catalogue.h"
#include "schedulers/resolve.h"

namespace anneal {
#ifdef ANNEAL_MISTAKE
LearningRate rate(const ResolvedSchedule& s) {
  return s.at(Step(0));
}
#else
LearningRate rate(const ResolvedSchedule& s) {
  return LearningRate(0.1) * s.at(Step(0));
}
#endif
}  // namespace anneal
