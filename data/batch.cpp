#include "data/batch.h"

#include <algorithm>

#include "core/check.h"
#include "core/simd.h"
#include "data/augmentation.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// Copies a row, line by line, and asks for the next one in step: rows lie anywhere, the processor
// cannot guess it.
void copy_row_before(const Scalar* next, const Scalar* row, Index width, Scalar* out) {
  Index at = 0;
  for (; at + kLine <= width; at += kLine) {
    __builtin_prefetch(next + at);
    std::copy_n(row + at, kLine, out + at);
  }
  std::copy_n(row + at, width - at, out + at);
}

// The rows of `source` (N, ...) one after the other, as (B, ...).
Tensor gather_rows(const Tensor& source, std::span<const Index> rows) {
  Tensor result(source.shape().with(0, rows.size()));
  const Index width = source.size() / source.shape()[0];
  Scalar* out = result.data();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Index next = rows[std::min(i + 1, rows.size() - 1)];
    copy_row_before(source.data() + next * width, source.data() + rows[i] * width, width, out);
    out += width;
  }
  return result;
}

void check_rows(const Dataset& data, std::span<const Index> rows) {
  check(!rows.empty(), "gather: no rows given");
  for (const Index row : rows) {
    check_range(0 <= row && row < data.size(), "gather: row ", row, " of data set ", data.name,
                ", which has ", data.size());
  }
}

Labels gather_labels(const Dataset& data, std::span<const Index> rows) {
  const Index per_sample = data.labels_per_sample();
  Labels labels(rows.size() * per_sample);
  auto out = labels.begin();
  for (const Index row : rows) {
    out = std::copy_n(data.labels.begin() + row * per_sample, per_sample, out);
  }
  return labels;
}

}  // namespace

Batch gather(const Dataset& data, std::span<const Index> rows) {
  check_rows(data, rows);
  Batch batch;
  batch.inputs = gather_rows(data.inputs, rows);
  batch.labels = gather_labels(data, rows);
  if (data.targets.has_value()) {
    batch.targets = gather_rows(data.targets, rows);
  }
  return batch;
}

Batch gather_training(const Dataset& data,
                      std::span<const Index> rows,
                      const TrainingMoment& moment) {
  if (data.augmentation.none()) {
    return gather(data, rows);
  }
  check_rows(data, rows);
  const Shape sample = data.sample_shape();
  check(sample.rank() == 3, "augmentation needs images (C, H, W), the samples of data set ",
        data.name, " are ", sample);
  Batch batch;
  batch.inputs = Tensor(data.inputs.shape().with(0, rows.size()));
  batch.labels = gather_labels(data, rows);
  Scalar* out = batch.inputs.data();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Index next = rows[std::min(i + 1, rows.size() - 1)];
    const Index row = rows[i];
    const ImageChange change = draw_change(
        data.augmentation, sample[1], sample[2],
        {.seed = moment.seed, .epoch = moment.epoch, .row = static_cast<std::uint64_t>(row)});
    change_image(change, data.augmentation.cutout, sample,
                 {.in = data.inputs.data() + row * sample.size(),
                  .out = out,
                  .next = data.inputs.data() + next * sample.size()});
    out += sample.size();
  }
  return batch;
}

Batch slice(const Dataset& data, Index first, Index count) {
  check_range(0 <= first && 1 <= count && first + count <= data.size(), "slice: rows [", first,
              ", ", first + count, ") of data set ", data.name, ", which has ", data.size());
  const auto part = [&](const Tensor& source) {
    const Index width = source.size() / source.shape()[0];
    return Tensor(source.shape().with(0, count),
                  source.values().subspan(first * width, count * width));
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

}}  // namespace anneal::ANNEAL_PRECISION
