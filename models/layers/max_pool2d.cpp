#include "models/layers/max_pool2d.h"

#include "core/check.h"
#include "core/ops/pooling.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
