#include <algorithm>
#include <array>

#include "core/product.h"
#include "core/product_panel.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// A tile of sums: up to kStripRows rows of a times up to kPanelVectors vectors of a panel's columns
// fill the registers, with room for a row of the panel and one factor.
constexpr Index kStripRows = kVectorRegisters >= 32 ? 8 : 6;

// With so few rows to multiply, b's columns are taken as they lie in memory: nothing is packed.
constexpr Index kFewRows = 4;
// With so few strips to pass by, whole vectors of b are read where they are.
constexpr Index kFewStrips = 4;

// Rows of a, a panel, and where their product goes.
struct TileWork {
  MatrixPart a;
  const Scalar* panel = nullptr;
  Index panel_step = 0;
  ProductTarget c;
  Index columns = 0;  // that c has
};

// What a tile does where c has fewer columns than its vectors have lanes.
void store_narrow(const TileWork& work, Index rows, Index vectors, const Vector* sums) {
  for (Index r = 0; r < rows; ++r) {
    for (Index v = 0; v < vectors; ++v) {
      Scalar* c = work.c.values + r * work.c.row_step + v * kLanes;
      const Index count = std::min(kLanes, work.columns - v * kLanes);
      const Vector& sum = sums[r * vectors + v];
      store_front(c, work.c.add ? load_front(c, count) + sum : sum, count);
    }
  }
}

// The kernel: all of the product's time is spent in the loop over k. Its sums stay in registers
// because every index into them is a constant.
template <int rows, int vectors>
void compute_tile(const TileWork& work) {
  Vector sums[rows][vectors] = {};
  const Scalar* a = work.a.values;
  const Scalar* panel = work.panel;
  for (Index k = 0; k < work.a.columns; ++k) {
    Vector b[vectors];
    unrolled<vectors>([&](auto v) { b[v] = load(panel + v * kLanes); });
    unrolled<rows>([&](auto r) {
      const Scalar factor = a[r * work.a.row_step];
      unrolled<vectors>([&](auto v) { sums[r][v] += factor * b[v]; });
    });
    a += work.a.column_step;
    panel += work.panel_step;
  }

  if (work.columns < vectors * kLanes) {
    Vector copies[rows * vectors];
    unrolled<rows>(
        [&](auto r) { unrolled<vectors>([&](auto v) { copies[r * vectors + v] = sums[r][v]; }); });
    store_narrow(work, rows, vectors, copies);
    return;
  }
  unrolled<rows>([&](auto r) {
    Scalar* c = work.c.values + r * work.c.row_step;
    unrolled<vectors>([&](auto v) {
      store(c + v * kLanes, work.c.add ? load(c + v * kLanes) + sums[r][v] : sums[r][v]);
    });
  });
}

// All rows of a with one vector that lies in memory without gaps, as they do: no panel is worth its
// while. As many rows at a time as a vector has lanes, so that their sums end up in one.
void multiply_rows(const MatrixPart& a, const Scalar* vector, const ProductTarget& c) {
  const Index whole = a.columns / kLanes * kLanes;
  for (Index first = 0; first < a.rows; first += kLanes) {
    Vector sums[kLanes] = {};
    const auto row = [&](Index r) {
      return a.values + std::min(first + r, a.rows - 1) * a.row_step;
    };
    for (Index k = 0; k < whole; k += kLanes) {
      const Vector x = load(vector + k);
      unrolled<kLanes>([&](auto r) { sums[r] += x * load(row(r) + k); });
    }
    if (whole < a.columns) {
      const Vector x = load_front(vector + whole, a.columns - whole);
      unrolled<kLanes>(
          [&](auto r) { sums[r] += x * load_front(row(r) + whole, a.columns - whole); });
    }
    Scalar totals[kLanes];
    store(totals, lane_sums(sums));
    for (Index r = 0; r < std::min(kLanes, a.rows - first); ++r) {
      Scalar& target = c.values[(first + r) * c.row_step];
      target = c.add ? target + totals[r] : totals[r];
    }
  }
}

using Kernel = void (*)(const TileWork&);

// kernels<vectors>[rows - 1]
template <int vectors>
constexpr std::array<Kernel, kStripRows> kKernels = []<int... r>(std::integer_sequence<int, r...>) {
  return std::array<Kernel, kStripRows>{compute_tile<r + 1, vectors>...};
}
(std::make_integer_sequence<int, kStripRows>());

// Cuts `count` into as few pieces as there can be of at most `limit` (or one unit), all of nearly
// the same size and multiples of `unit` but for the last, and calls f(begin, size) for each.
template <class F>
void for_each_piece(Index count, Index limit, Index unit, F f) {
  const Index units = (count + unit - 1) / unit;
  const Index most = std::max<Index>(limit / unit, 1);
  const Index pieces = (units + most - 1) / most;
  Index begin = 0;
  for (Index piece = 1; piece <= pieces; ++piece) {
    const Index end = std::min(units * piece / pieces * unit, count);
    f(begin, end - begin);
    begin = end;
  }
}

// All rows of a with one panel, strip by strip.
void multiply_panel(const TileWork& work) {
  const auto& kernels = work.columns <= kLanes ? kKernels<1> : kKernels<kPanelVectors>;
  for_each_piece(work.a.rows, kStripRows, 1, [&](Index first, Index rows) {
    TileWork strip = work;
    strip.a = work.a.row_range(first, rows);
    strip.c.values += first * work.c.row_step;
    kernels[rows - 1](strip);
  });
}

}  // namespace

void multiply_blocked(const MatrixPart& a, const MatrixPart& b, const ProductTarget& c) {
  if (b.rows == 0 && !c.add) {
    for (Index i = 0; i < a.rows; ++i) {
      std::fill_n(c.values + i * c.row_step, b.columns, Scalar(0));
    }
  }
  if (a.column_step == 1 && b.row_step == 1) {
    if (b.columns == 1) {
      multiply_rows(a, b.values, c);
      return;
    }
    if (a.rows <= kFewRows) {
      for (Index i = 0; i < a.rows; ++i) {
        multiply_rows(b.transposed(), a.values + i * a.row_step,
                      {.values = c.values + i * c.row_step, .row_step = 1, .add = c.add});
      }
      return;
    }
  }

  Panel panel;  // filled before it is read: NOLINT(cppcoreguidelines-pro-type-member-init)
  for_each_piece(b.rows, kPanelDepth, kLanes, [&](Index first_k, Index depth) {
    for_each_piece(a.rows, kLeftBlock / depth, kStripRows, [&](Index first_row, Index rows) {
      for (Index j = 0; j < b.columns; j += kPanelColumns) {
        const Index columns = std::min(kPanelColumns, b.columns - j);
        const MatrixPart right = b.row_range(first_k, depth).column_range(j, columns);
        const bool in_place =
            right.column_step == 1 && columns % kLanes == 0 && rows <= kFewStrips * kStripRows;
        if (!in_place) {
          panel.fill(right);
        }
        multiply_panel({.a = a.row_range(first_row, rows).column_range(first_k, depth),
                        .panel = in_place ? right.values : panel.values(),
                        .panel_step = in_place ? right.row_step : kPanelColumns,
                        .c = {.values = c.values + first_row * c.row_step + j,
                              .row_step = c.row_step,
                              .add = c.add || first_k > 0},
                        .columns = columns});
      }
    });
  });
}

}}  // namespace anneal::ANNEAL_PRECISION
