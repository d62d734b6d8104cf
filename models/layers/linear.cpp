#include "models/layers/linear.h"

#include "core/check.h"
#include "core/ops/activations.h"
#include "core/ops/matmul.h"
#include "core/ops/sequence.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Linear::Linear(std::string name, const LinearOptions& options, std::uint64_t seed)
    : Module(std::move(name)), relu_(options.relu) {
  check(options.inputs > 0 && options.outputs > 0, "linear: \"", this->name(),
        "\" needs inputs and outputs > 0, got ", options.inputs, " and ", options.outputs);
  const Shape shape{options.outputs, options.inputs};
  weight_ = Var::parameter(initial_weight(options.init, shape, seed, member_name("weight")));
  if (options.bias) {
    bias_ = Var::parameter(initial_bias(options.init, shape, seed, member_name("bias")));
  }
}

Var Linear::compute(const Var& x, const Context& /*context*/) const {
  check(x.shape().rank() >= 2 && x.shape()[-1] == weight_.shape()[1], "shape error in \"", name(),
        "\": input is ", x.shape(), ", weight is ", weight_.shape());
  return affine(x, weight_, bias_, {.relu = relu_});
}

void Linear::collect(Contents& contents) const {
  contents.parameters.push_back({member_name("weight"), weight_, ParameterRole::kWeight});
  if (bias_.has_value()) {
    contents.parameters.push_back({member_name("bias"), bias_, ParameterRole::kBias});
  }
}

Index Linear::flops(const Shape& input, const Shape& /*output*/) const {
  return 2 * (input.size() / input[-1]) * weight_.value().size();
}

Embedding::Embedding(std::string name, const EmbeddingOptions& options, std::uint64_t seed)
    : Module(std::move(name)) {
  check(options.count > 0 && options.width > 0, "embedding: \"", this->name(),
        "\" needs count and width > 0, got ", options.count, " and ", options.width);
  weight_ = Var::parameter(initial_normal({options.count, options.width}, options.deviation, seed,
                                          member_name("weight")));
}

Var Embedding::compute(const Var& ids, const Context& /*context*/) const {
  return embedding(weight_, ids.value());
}

void Embedding::collect(Contents& contents) const {
  contents.parameters.push_back({member_name("weight"), weight_, ParameterRole::kWeight});
}

Dropout::Dropout(std::string name, double p)
    : Module(std::move(name)), p_(p), stream_(member_name("dropout")) {
  check(0 <= p && p < 1, "dropout: \"", this->name(), "\" needs p in [0, 1), got ", p);
}

Var Dropout::compute(const Var& x, const Context& context) const {
  if (p_ == 0 || context.mode == Mode::kEvaluate) {
    return x;
  }
  // By step, not by count of passes: a resumed run, or a probe between steps, draws the same mask.
  const std::uint64_t seed = derived_seed(context.seed, context.step);
  return dropout(x, p_, Rng(seed, stream_));
}

}}  // namespace anneal::ANNEAL_PRECISION
