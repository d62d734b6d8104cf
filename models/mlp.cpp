#include "models/mlp.h"

#include <string>

#include "core/ops/layout.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Mlp::Mlp(const MlpOptions& options, std::uint64_t seed)
    : Module(""), activation_(options.activation) {
  std::vector<Index> widths{options.inputs};
  widths.insert(widths.end(), options.hidden.begin(), options.hidden.end());
  widths.push_back(options.outputs);
  const std::size_t last = widths.size() - 2;
  for (std::size_t i = 0; i <= last; ++i) {
    layers_.emplace_back("layers." + std::to_string(i),
                         LinearOptions{.inputs = widths[i],
                                       .outputs = widths[i + 1],
                                       .bias = options.bias,
                                       .relu = i < last && activation_ == Activation::kRelu,
                                       .init = options.init},
                         seed);
  }
}

Var Mlp::compute(const Var& x, const Context& context) const {
  Var h = x.shape().rank() == 2 ? x : flatten(x);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    h = layers_[i].forward(h, context);
    if (i + 1 < layers_.size() && activation_ != Activation::kRelu) {  // layers do relu themselves
      h = activate(activation_, h);
    }
  }
  return h;
}

void Mlp::collect(Contents& contents) const {
  for (const Linear& layer : layers_) {
    collect_from(layer, contents);
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
