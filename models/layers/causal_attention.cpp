#include "models/layers/causal_attention.h"

#include "core/check.h"
#include "core/ops/sequence.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

CausalAttention::CausalAttention(std::string name, Index heads)
    : Module(std::move(name)), heads_(heads) {
  check(heads > 0, "attention: \"", this->name(), "\" needs heads > 0, got ", heads);
}

Var CausalAttention::compute(const Var& x, const Context& /*context*/) const {
  check(x.shape().rank() == 3 && x.shape()[2] % (3 * heads_) == 0, "shape error in \"", name(),
        "\": input is ", x.shape(), ", heads are ", heads_);
  return causal_attention(x, heads_);
}

// Scores and sums of values, each T^2 C multiply-adds; the masked half is computed too.
Index CausalAttention::flops(const Shape& /*input*/, const Shape& output) const {
  return 4 * output.size() * output[1];
}

}}  // namespace anneal::ANNEAL_PRECISION
