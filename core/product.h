#pragma once

#include "core/tensor.h"

namespace anneal::inline ANNEAL_PRECISION {

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
  MatrixPart part(Index first_row, Index first_column, Index row_count, Index column_count) const {
    return {values + first_row * row_step + first_column * column_step, row_count, column_count,
            row_step, column_step};
  }
  MatrixPart transposed_if(bool condition) const { return condition ? transposed() : *this; }
};

/// A whole tensor: its innermost axis as columns, all others together as rows; rank 0 and 1 are one
/// row.
MatrixPart matrix_of(const Tensor& t);

/// Where a product goes: row i begins at values + i * row_step; columns lie side by side.
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
/// overlap the factors. The order of the sums depends on the shapes alone.
///
/// Throws std::invalid_argument if the inner sizes differ, or no step of a factor is 1.
void multiply(const MatrixPart& a, const MatrixPart& b, const ProductTarget& c);

/// The same as a tensor (M, N) of its own.
Tensor product(const MatrixPart& a, const MatrixPart& b);

/// The two ways to do it, for those who compare them; multiply() checks, then takes the faster one.
///
/// Plain: what Eigen does. Blocked: sums of a few rows and columns stay in registers while the
/// factors pass by, the right one in panels that are packed so that the kernel reads them in order.
/// GFLOP/s of both, and of oneDNN 2.6, on one core with AVX-512 (Zen 5), in float:
///
///   x W^T, 64 x 784 x 256     plain 182   blocked 220   oneDNN 236
///   g^T x, 256 x 64 x 784     plain 189   blocked 262   oneDNN 265
///   x W^T, 1024 x 64 x 192    plain 189   blocked 265   oneDNN 253
///   A B,   512 x 512 x 512    plain 195   blocked 262   oneDNN 260
///
/// With 16 registers, as processors without AVX-512 have them, plain is as fast or up to a tenth
/// faster, so there it is taken. The blocked product takes no memory from the heap.
/// Source: Goto and van de Geijn 2008, Anatomy of high-performance matrix multiplication.
void multiply_plain(const MatrixPart& a, const MatrixPart& b, const ProductTarget& c);
void multiply_blocked(const MatrixPart& a, const MatrixPart& b, const ProductTarget& c);

}  // namespace anneal::inline ANNEAL_PRECISION
