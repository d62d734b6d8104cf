#include "models/layers/conv2d.h"

#include "core/check.h"
#include "core/ops/conv2d.h"
#include "core/ops/pooling.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Conv2d::Conv2d(std::string name, const Conv2dLayerOptions& options, std::uint64_t seed)
    : Module(std::move(name)), stride_(options.stride), padding_(options.padding) {
  check(options.inputs > 0 && options.outputs > 0 && options.kernel > 0 && options.stride > 0 &&
            options.padding >= 0,
        "conv2d: \"", this->name(),
        "\" needs inputs, outputs, kernel and stride > 0 and padding >= 0, got ", options.inputs,
        ", ", options.outputs, ", ", options.kernel, ", ", options.stride, " and ",
        options.padding);
  const Shape shape{options.outputs, options.inputs, options.kernel, options.kernel};
  weight_ = Var::parameter(initial_weight(options.init, shape, seed, member_name("weight")));
  if (options.bias) {
    bias_ = Var::parameter(initial_bias(options.init, shape, seed, member_name("bias")));
  }
}

Var Conv2d::compute(const Var& x, const Context& /*context*/) const {
  const Index kernel = weight_.shape()[2];
  check(x.shape().rank() == 4 && x.shape()[1] == weight_.shape()[1] &&
            x.shape()[2] + 2 * padding_ >= kernel && x.shape()[3] + 2 * padding_ >= kernel,
        "shape error in \"", name(), "\": input is ", x.shape(), ", weight is ", weight_.shape());
  return conv2d(x, weight_, bias_, {.stride = stride_, .padding = padding_});
}

void Conv2d::collect(Contents& contents) const {
  contents.parameters.push_back({member_name("weight"), weight_, ParameterRole::kWeight});
  if (bias_.has_value()) {
    contents.parameters.push_back({member_name("bias"), bias_, ParameterRole::kBias});
  }
}

Index Conv2d::flops(const Shape& /*input*/, const Shape& output) const {
  return 2 * output[0] * output[2] * output[3] * weight_.value().size();
}

MaxPool2d::MaxPool2d(std::string name, Index size) : Module(std::move(name)), size_(size) {
  check(size > 0, "max_pool2d: \"", this->name(), "\" needs size > 0, got ", size);
}

Var MaxPool2d::compute(const Var& x, const Context& /*context*/) const {
  check(x.shape().rank() == 4 && x.shape()[2] >= size_ && x.shape()[3] >= size_,
        "shape error in \"", name(), "\": input is ", x.shape(), ", pooled squares are ",
        Shape{size_, size_});
  return max_pool2d(x, {.window = size_});
}

}}  // namespace anneal::ANNEAL_PRECISION
