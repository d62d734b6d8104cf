#include "models/layers/norm.h"

#include "core/check.h"
#include "core/ops/normalization.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// running = (1 - momentum) running + momentum scale found.
void advance(Var running, const Tensor& found, double momentum, double scale) {
  Tensor& values = running.mutable_value();
  for (Index c = 0; c < values.size(); ++c) {
    // With momentum 1 nothing is left of what was there, be it an infinity.
    const double kept = momentum < 1 ? (1 - momentum) * values.data()[c] : 0.0;
    values.data()[c] = static_cast<Scalar>(kept + momentum * scale * found.data()[c]);
  }
}

}  // namespace

BatchNorm::BatchNorm(std::string name, const BatchNormOptions& options)
    : Module(std::move(name)), momentum_(options.momentum), eps_(options.eps) {
  check(options.channels > 0 && options.eps > 0 && 0 < options.momentum && options.momentum <= 1,
        "batch_norm: \"", this->name(),
        "\" needs channels > 0, eps > 0 and momentum in (0, 1], got ", options.channels, ", ",
        options.eps, " and ", options.momentum);
  const Shape shape{options.channels};
  weight_ = Var::parameter(Tensor::full(shape, 1));
  bias_ = Var::parameter(Tensor::zeros(shape));
  running_mean_ = Var(Tensor::zeros(shape));
  running_var_ = Var(Tensor::full(shape, 1));
}

Var BatchNorm::compute(const Var& x, const Context& context) const {
  check(x.shape().rank() >= 2 && x.shape()[1] == weight_.shape()[0], "shape error in \"", name(),
        "\": input is ", x.shape(), ", weight is ", weight_.shape());
  if (context.mode == Mode::kEvaluate) {
    return batch_norm_fixed(
        x, weight_, bias_, {.mean = running_mean_.value(), .variance = running_var_.value()}, eps_);
  }
  // kProbe computes what kTrain computes, so it takes the batch's statistics too.
  const BatchStatistics found = batch_statistics(x.value());
  Var y = batch_norm(x, weight_, bias_, found, eps_);
  if (context.mode == Mode::kTrain) {
    // The batch is normalised with divisor N; what runs on estimates the population: N - 1.
    const auto count = static_cast<double>(found.count);
    const double momentum = context.statistics_momentum.value_or(momentum_);
    advance(running_mean_, found.mean, momentum, 1);
    advance(running_var_, found.variance, momentum, count / (count - 1));
  }
  return y;
}

void BatchNorm::collect(Contents& contents) const {
  contents.parameters.push_back({member_name("weight"), weight_, ParameterRole::kNorm});
  contents.parameters.push_back({member_name("bias"), bias_, ParameterRole::kNorm});
  contents.buffers.push_back({member_name("running_mean"), running_mean_});
  contents.buffers.push_back({member_name("running_var"), running_var_});
}

LayerNorm::LayerNorm(std::string name, Index width) : Module(std::move(name)) {
  check(width > 0, "layer_norm: \"", this->name(), "\" needs width > 0, got ", width);
  weight_ = Var::parameter(Tensor::full(Shape{width}, 1));
  bias_ = Var::parameter(Tensor::zeros(Shape{width}));
}

Var LayerNorm::compute(const Var& x, const Context& /*context*/) const {
  check(x.shape().rank() >= 1 && x.shape()[-1] == weight_.shape()[0], "shape error in \"", name(),
        "\": input is ", x.shape(), ", weight is ", weight_.shape());
  return layer_norm(x, weight_, bias_);
}

void LayerNorm::collect(Contents& contents) const {
  contents.parameters.push_back({member_name("weight"), weight_, ParameterRole::kNorm});
  contents.parameters.push_back({member_name("bias"), bias_, ParameterRole::kNorm});
}

}}  // namespace anneal::ANNEAL_PRECISION
