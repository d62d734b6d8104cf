#pragma once

// A block of the right factor of a product, in the order in which its kernel reads it; for .cpp
// files only.

#include <algorithm>

#include "core/product.h"
#include "core/simd.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

inline constexpr int kPanelVectors = 2;
inline constexpr Index kPanelColumns = kPanelVectors * kLanes;
/// So deep that a panel stays in the cache next to the processor while the left factor passes by.
inline constexpr Index kPanelDepth = 24576 / (kPanelVectors * kVectorBytes);
/// Numbers of the left factor that stay in the second level while panels pass by.
inline constexpr Index kLeftBlock = 393216 / sizeof(Scalar);

/// At most kPanelColumns columns and kPanelDepth rows of b, row after row, each kPanelColumns long.
///
/// What stands in columns that b does not have is nobody's business: nor are their sums.
class Panel {
 public:
  /// b has to be within those bounds and to have a row.
  void fill(const MatrixPart& b) {
    if (b.column_step == 1) {
      copy(b);
    } else if (b.rows < kLanes) {
      copy_singly(b);
    } else {
      copy_transposed(b);
    }
  }

  const Scalar* values() const { return values_; }

 private:
  void copy(const MatrixPart& b) {
    if (b.columns == kPanelColumns) {
      for (Index k = 0; k < b.rows; ++k) {
        std::memcpy(row(k), b.values + k * b.row_step, sizeof(Scalar) * kPanelColumns);
      }
      return;
    }
    for (Index k = 0; k < b.rows; ++k) {
      copy_row(b.values + k * b.row_step, b.columns, row(k));
    }
  }

  // Fewer rows than a block of copy_transposed() has.
  void copy_singly(const MatrixPart& b) {
    for (Index k = 0; k < b.rows; ++k) {
      for (Index j = 0; j < b.columns; ++j) {
        row(k)[j] = b.values[k * b.row_step + j * b.column_step];
      }
    }
  }

  // Square blocks of kLanes columns of b, which lie in memory as rows. For columns past the last,
  // that one is taken again.
  void copy_transposed(const MatrixPart& b) {
    Index j = 0;
    for (; j + kLanes <= b.columns; j += kLanes) {
      copy_blocks(b, j, [](Index i) { return i; });
    }
    if (j < b.columns) {
      copy_blocks(b, j, [&](Index i) { return std::min(i, b.columns - 1 - j); });
    }
  }

  // column(i): which column from j on is the i-th.
  template <class Column>
  void copy_blocks(const MatrixPart& b, Index j, Column column) {
    for_each_block(b.rows, [&](Index k, auto length) {
      if constexpr (length == kLanes) {  // b has at least as many rows
        copy_block(b.values + j * b.column_step + k, b.column_step, column, row(k) + j);
      }
    });
  }

  // Not inline: on its own it keeps the block in registers.
  template <class Column>
  [[gnu::noinline]] static void copy_block(const Scalar* from,
                                           Index step,
                                           Column column,
                                           Scalar* to) {
    Vector block[kLanes];
    unrolled<kLanes>([&](auto i) { block[i] = load(from + column(i) * step); });
    transpose(block);
    unrolled<kLanes>([&](auto i) { store(to + i * kPanelColumns, block[i]); });
  }

  Scalar* row(Index k) { return values_ + k * kPanelColumns; }

  alignas(kVectorBytes) Scalar values_[kPanelDepth * kPanelColumns];
};

}}  // namespace anneal::ANNEAL_PRECISION
