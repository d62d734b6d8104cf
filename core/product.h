#pragma once

#include "core/tensor.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A matrix where it lies in memory: element (i, j) is values[i * row_step + j * column_step].
///
/// A transposed matrix is the same numbers with exchanged steps; a block of a larger matrix, one
/// head of an attention for example, has a row step wider than its columns.
struct MatrixPart {
  const Scalar* values = nullptr;
  Index rows = 0;
  Index columns = 0;
  Index row_step = 0;
  Index column_step = 1;

  MatrixPart transposed() const { return {values, columns, rows, column_step, row_step}; }
  MatrixPart row_range(Index first, Index count) const {
    return {values + first * row_step, count, columns, row_step, column_step};
  }
  MatrixPart column_range(Index first, Index count) const {
    return {values + first * column_step, rows, count, row_step, column_step};
  }
  MatrixPart transposed_if(bool condition) const { return condition ? transposed() : *this; }
};

/// A matrix whose rows follow each other without gaps.
inline MatrixPart dense_matrix(const Scalar* values, Index rows, Index columns) {
  return {.values = values, .rows = rows, .columns = columns, .row_step = columns};
}

/// A whole tensor: its innermost axis as columns, all others together as rows; rank 0 and 1 are one
/// row.
MatrixPart matrix_of(const Tensor& t);

/// Where a product goes: row i begins at values + i * row_step; columns lie side by side. Given by
/// the caller because it is often a block of something larger, or something to add to.
struct ProductTarget {
  Scalar* values = nullptr;
  Index row_step = 0;
  bool add = false;  ///< to what is there, instead of in its place
};

/// The product of two matrices.
///
///   c_ij = sum_k a_ik b_kj    (+ c_ij with `add`)
///
/// Shapes: a (M, K), b (K, N) -> (M, N). One step of each factor must be 1. The target must not
/// overlap the factors. In one program the order of the sums depends on shapes and steps alone; a
/// row may be summed in another order if there are more or fewer rows with it.
///
/// Throws std::invalid_argument if the inner sizes differ, or no step of a factor is 1.
void multiply(const MatrixPart& a, const MatrixPart& b, const ProductTarget& c);

/// The same as a tensor (M, N) of its own.
Tensor product(const MatrixPart& a, const MatrixPart& b);

/// The two ways to do it, for those who compare them; multiply() checks, then takes the faster one.
///
/// Plain: what Eigen does. Blocked: sums of a few rows and columns stay in registers while the
/// factors pass by, the right one in panels that are packed so that the kernel reads them in order.
/// docs/performance.md has both in GFLOP/s: compiled for 32 vector registers (AVX-512) blocked is
/// 1.3 to 1.5 times as fast, with 16 it is as fast or up to a tenth slower, so there plain is
/// taken. The blocked product takes no memory from the heap. Source: Goto and van de Geijn 2008,
/// Anatomy of high-performance matrix multiplication.
void multiply_plain(const MatrixPart& a, const MatrixPart& b, const ProductTarget& c);
void multiply_blocked(const MatrixPart& a, const MatrixPart& b, const ProductTarget& c);

}}  // namespace anneal::ANNEAL_PRECISION
