#include "data/batch.h"

#include <algorithm>

#include "core/check.h"

namespace anneal::inline ANNEAL_PRECISION {
namespace {

// The rows of `source` (N, ...) one after the other, as (B, ...).
Tensor gather_rows(const Tensor& source, std::span<const Index> rows) {
  Tensor result(source.shape().with(0, static_cast<Index>(rows.size())));
  const Index width = source.size() / source.shape()[0];
  Scalar* out = result.data();
  for (const Index row : rows) {
    std::copy_n(source.data() + row * width, width, out);
    out += width;
  }
  return result;
}

}  // namespace

Batch gather(const Dataset& data, std::span<const Index> rows) {
  for (const Index row : rows) {
    check_range(0 <= row && row < data.size(), "gather: row ", row, " of data set ", data.name,
                ", which has ", data.size());
  }
  check(!rows.empty(), "gather: no rows given");
  Batch batch;
  batch.inputs = gather_rows(data.inputs, rows);
  if (data.targets.has_value()) {
    batch.targets = gather_rows(data.targets, rows);
  }
  const Index per_sample = data.labels_per_sample();
  batch.labels.resize(rows.size() * static_cast<std::size_t>(per_sample));
  auto out = batch.labels.begin();
  for (const Index row : rows) {
    out = std::copy_n(data.labels.begin() + row * per_sample, per_sample, out);
  }
  return batch;
}

Batch slice(const Dataset& data, Index first, Index count) {
  check_range(0 <= first && 1 <= count && first + count <= data.size(), "slice: rows [", first,
              ", ", first + count, ") of data set ", data.name, ", which has ", data.size());
  const auto part = [&](const Tensor& source) {
    const Index width = source.size() / source.shape()[0];
    return Tensor(source.shape().with(0, count),
                  source.values().subspan(static_cast<std::size_t>(first * width),
                                          static_cast<std::size_t>(count * width)));
  };
  Batch batch;
  batch.inputs = part(data.inputs);
  if (data.targets.has_value()) {
    batch.targets = part(data.targets);
  }
  const Index per_sample = data.labels_per_sample();
  batch.labels.assign(data.labels.begin() + first * per_sample,
                      data.labels.begin() + (first + count) * per_sample);
  return batch;
}

}  // namespace anneal::inline ANNEAL_PRECISION
