#include "models/layers/dropout.h"

#include "core/check.h"
#include "core/ops/activations.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Dropout::Dropout(std::string name, double p)
    : Module(std::move(name)), p_(p), stream_(member_name("dropout")) {
  check(0 <= p && p < 1, "dropout: \"", this->name(), "\" needs p in [0, 1), got ", p);
}

Var Dropout::compute(const Var& x, const Context& context) const {
  if (p_ == 0 || context.mode == Mode::kEvaluate) {
    return x;
  }
  const std::uint64_t seed = derived_seed(context.seed, static_cast<std::uint64_t>(context.step));
  return dropout(x, p_, Rng(seed, stream_));
}

}}  // namespace anneal::ANNEAL_PRECISION
