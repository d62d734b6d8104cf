#include "core/ops/embedding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using Rows = std::vector<Index, PoolAllocator<Index>>;

Rows checked_rows(const Tensor& ids, Index count) {
  Rows rows(static_cast<std::size_t>(ids.size()));
  for (Index i = 0; i < ids.size(); ++i) {
    const Scalar id = ids.data()[i];
    check_range(id >= 0 && id < static_cast<Scalar>(count) && std::trunc(id) == id,
                "embedding: id ", id, " at position ", i, " is not one of 0, ..., ", count - 1);
    rows[static_cast<std::size_t>(i)] = static_cast<Index>(id);
  }
  return rows;
}

Shape shape_with_columns(const Shape& ids, Index columns) {
  check(ids.rank() < Shape::kMaxRank, "embedding: ids must have rank < ", Shape::kMaxRank, ", got ",
        ids);
  std::array<Index, Shape::kMaxRank> extents{};
  std::ranges::copy(ids.extents(), extents.begin());
  extents[static_cast<std::size_t>(ids.rank())] = columns;
  return Shape(std::span<const Index>(extents.data(), static_cast<std::size_t>(ids.rank()) + 1));
}

}  // namespace

Var embedding(const Var& table, const Tensor& ids) {
  check(table.shape().rank() == 2 && ids.has_value(),
        "embedding: expected a table (V, C) and ids, got a table ", table.shape());
  const Index columns = table.shape()[1];
  Rows rows = checked_rows(ids, table.shape()[0]);
  Tensor out(shape_with_columns(ids.shape(), columns));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::copy_n(table.value().data() + rows[i] * columns, columns,
                out.data() + static_cast<Index>(i) * columns);
  }
  return make_op("embedding", std::move(out), {table},
                 [rows = std::move(rows)](const Node& self, const Tensor& g) {
                   Gradients gradients(1);
                   gradients[0] = Tensor::zeros(self.input(0).shape());
                   MatrixView slopes = as_matrix(gradients[0]);
                   const ConstMatrixView g_rows = as_matrix(g);
                   for (std::size_t i = 0; i < rows.size(); ++i) {
                     slopes.row(rows[i]) += g_rows.row(static_cast<Index>(i));
                   }
                   return gradients;
                 });
}

}}  // namespace anneal::ANNEAL_PRECISION
