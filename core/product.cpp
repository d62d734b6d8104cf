#include "core/product.h"

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/simd.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using Part = Eigen::Map<Matrix, Eigen::Unaligned, Eigen::OuterStride<>>;
using ConstPart = Eigen::Map<const Matrix, Eigen::Unaligned, Eigen::OuterStride<>>;

// With rows in memory: m itself, or the matrix that m is the transpose of.
ConstPart in_rows(const MatrixPart& m) {
  return m.column_step == 1
             ? ConstPart(m.values, m.rows, m.columns, Eigen::OuterStride<>(m.row_step))
             : ConstPart(m.values, m.columns, m.rows, Eigen::OuterStride<>(m.column_step));
}

template <class A, class B>
void assign_product(const A& a, const B& b, bool add, Part c) {
  if (add) {
    c.noalias() += a * b;
  } else {
    c.noalias() = a * b;
  }
}

void check_part(const MatrixPart& m, const char* which) {
  check(m.row_step == 1 || m.column_step == 1, "multiply: the steps of the ", which, " factor are ",
        m.row_step, " and ", m.column_step, ", one of them must be 1");
}

}  // namespace

MatrixPart matrix_of(const Tensor& t) {
  const Index columns = column_count(t.shape());
  Index rows = 1;  // not size / columns: there may be none
  for (int axis = 0; axis + 1 < t.shape().rank(); ++axis) {
    rows *= t.shape()[axis];
  }
  return dense_matrix(t.data(), rows, columns);
}

void multiply(const MatrixPart& a, const MatrixPart& b, const ProductTarget& c) {
  check(a.columns == b.rows, "multiply: inner sizes differ: (", a.rows, ", ", a.columns, ") @ (",
        b.rows, ", ", b.columns, ")");
  check_part(a, "left");
  check_part(b, "right");
  // With fewer registers than that Eigen has the better kernel.
  if constexpr (kVectorRegisters >= 32) {
    multiply_blocked(a, b, c);
  } else {
    multiply_plain(a, b, c);
  }
}

void multiply_plain(const MatrixPart& a, const MatrixPart& b, const ProductTarget& c) {
  const Part target(c.values, a.rows, b.columns, Eigen::OuterStride<>(c.row_step));
  // Eigen wants to know at compile time along which axis a factor lies side by side: four cases.
  const bool a_in_rows = a.column_step == 1;
  const bool b_in_rows = b.column_step == 1;
  if (a_in_rows && b_in_rows) {
    assign_product(in_rows(a), in_rows(b), c.add, target);
  } else if (a_in_rows) {
    assign_product(in_rows(a), in_rows(b).transpose(), c.add, target);
  } else if (b_in_rows) {
    assign_product(in_rows(a).transpose(), in_rows(b), c.add, target);
  } else {
    assign_product(in_rows(a).transpose(), in_rows(b).transpose(), c.add, target);
  }
}

Tensor product(const MatrixPart& a, const MatrixPart& b) {
  Tensor c(Shape{a.rows, b.columns});
  multiply(a, b, {.values = c.data(), .row_step = b.columns});
  return c;
}

}}  // namespace anneal::ANNEAL_PRECISION
