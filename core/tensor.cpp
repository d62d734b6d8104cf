#include "core/tensor.h"

#include <algorithm>
#include <utility>

#include "core/check.h"
#include "core/pool.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

std::size_t byte_size(const Shape& shape) {
  return shape.size() * sizeof(Scalar);
}

}  // namespace

Tensor::Tensor(const Shape& shape)
    : shape_(shape), data_(static_cast<Scalar*>(pool_allocate(byte_size(shape)))) {}

Tensor::Tensor(const Shape& shape, std::initializer_list<Scalar> values)
    : Tensor(shape, std::span<const Scalar>(values.begin(), values.size())) {}

Tensor::Tensor(const Shape& shape, std::span<const Scalar> values) : Tensor(shape) {
  check(std::ssize(values) == shape.size(), "tensor: ", values.size(), " values for shape ", shape);
  std::ranges::copy(values, data_);
}

Tensor::Tensor(const Tensor& other) : shape_(other.shape_) {
  if (other.data_ != nullptr) {
    data_ = static_cast<Scalar*>(pool_allocate(byte_size(shape_)));
    std::copy_n(other.data_, shape_.size(), data_);
  }
}

Tensor& Tensor::operator=(const Tensor& other) {
  if (this == &other) {
    return *this;
  }
  if (data_ != nullptr && other.data_ != nullptr && shape_ == other.shape_) {
    std::copy_n(other.data_, shape_.size(), data_);  // keeps the block: no allocation
    return *this;
  }
  return *this = Tensor(other);
}

Tensor& Tensor::operator=(Tensor&& other) noexcept {
  if (this != &other) {
    if (data_ != nullptr) {
      release();
    }
    shape_ = other.shape_;
    data_ = std::exchange(other.data_, nullptr);
  }
  return *this;
}

void Tensor::release() noexcept {
  pool_release(data_, byte_size(shape_));
}

Tensor Tensor::full(const Shape& shape, Scalar value) {
  Tensor result(shape);
  std::ranges::fill(result.values(), value);
  return result;
}

Scalar Tensor::item() const {
  check(size() == 1, "item: a single element is needed, the shape is ", shape_);
  return data_[0];
}

Tensor Tensor::reshaped(const Shape& shape) && {
  check(has_value() && shape.size() == shape_.size(), "reshape: sizes differ: ", shape_, " to ",
        shape);
  // The block changes its owner: no element is copied.
  Tensor result = std::move(*this);
  result.shape_ = shape;
  return result;
}

Tensor Tensor::reshaped(const Shape& shape) const& {
  return Tensor(*this).reshaped(shape);
}

}}  // namespace anneal::ANNEAL_PRECISION
