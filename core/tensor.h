#pragma once

#include <initializer_list>
#include <span>
#include <utility>

#include "core/scalar.h"
#include "core/shape.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A dense array of Scalar with a shape known at run time, stored row-major in one block of the
/// pool.
///
/// A plain value: copying copies the elements, moving leaves the source without a value. A
/// default-constructed tensor has no value (has_value() is false), which is not the same as a
/// tensor of zero elements.
class Tensor {
 public:
  Tensor() = default;
  /// Elements are indeterminate until written.
  explicit Tensor(const Shape& shape);
  Tensor(const Shape& shape, std::initializer_list<Scalar> values);
  Tensor(const Shape& shape, std::span<const Scalar> values);
  Tensor(const Tensor& other);
  Tensor(Tensor&& other) noexcept
      : shape_(other.shape_), data_(std::exchange(other.data_, nullptr)) {}
  Tensor& operator=(const Tensor& other);
  Tensor& operator=(Tensor&& other) noexcept;
  ~Tensor() {
    if (data_ != nullptr) {
      release();
    }
  }

  static Tensor full(const Shape& shape, Scalar value);
  static Tensor zeros(const Shape& shape) { return full(shape, 0); }
  static Tensor scalar(Scalar value) { return full(Shape{}, value); }

  bool has_value() const { return data_ != nullptr; }
  /// Meaningless if there is no value.
  const Shape& shape() const { return shape_; }
  Index size() const { return data_ != nullptr ? shape_.size() : 0; }
  const Scalar* data() const { return data_; }
  Scalar* data() { return data_; }
  std::span<const Scalar> values() const { return std::span(data_, size()); }
  std::span<Scalar> values() { return std::span(data_, size()); }

  /// The only element of a tensor of size 1; throws std::invalid_argument for any other size.
  Scalar item() const;

  /// This tensor's block under another shape of the same size; leaves this tensor without a value.
  /// Throws std::invalid_argument if the sizes differ.
  Tensor reshaped(const Shape& shape) &&;
  /// A copy under another shape of the same size.
  Tensor reshaped(const Shape& shape) const&;

 private:
  void release() noexcept;

  Shape shape_;
  Scalar* data_ = nullptr;
};

}}  // namespace anneal::ANNEAL_PRECISION
