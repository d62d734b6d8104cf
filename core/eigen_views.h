#pragma once

// Tensors as Eigen maps, for .cpp files only: <Eigen/Core> costs more than a second per including
// file, so no header of the house includes this one, and it is not installed.

#include <Eigen/Core>

#include "core/tensor.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ArrayView = Eigen::Map<Eigen::Array<Scalar, Eigen::Dynamic, 1>, Eigen::Aligned64>;
using ConstArrayView = Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>, Eigen::Aligned64>;
using MatrixView = Eigen::Map<Matrix, Eigen::Aligned64>;
using ConstMatrixView = Eigen::Map<const Matrix, Eigen::Aligned64>;

/// All elements in a row.
inline ArrayView as_array(Tensor& t) {
  return {t.data(), t.size()};
}
inline ConstArrayView as_array(const Tensor& t) {
  return {t.data(), t.size()};
}

/// The innermost axis as columns, all others together as rows; rank 0 and 1 are one row.
inline Index column_count(const Shape& shape) {
  return shape.rank() == 0 ? 1 : shape[-1];
}
inline Index row_count(const Shape& shape) {
  const Index columns = column_count(shape);
  return columns == 0 ? 0 : shape.size() / columns;
}
inline MatrixView as_matrix(Tensor& t) {
  return {t.data(), row_count(t.shape()), column_count(t.shape())};
}
inline ConstMatrixView as_matrix(const Tensor& t) {
  return {t.data(), row_count(t.shape()), column_count(t.shape())};
}

}}  // namespace anneal::ANNEAL_PRECISION
