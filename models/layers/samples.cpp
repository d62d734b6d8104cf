#include "models/layers/samples.h"

#include <algorithm>
#include <array>

#include "core/check.h"
#include "core/ops/layout.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Shape batch_shape(Index count, const Shape& sample) {
  check(sample.rank() < Shape::kMaxRank, "model: a sample's rank must be < ", Shape::kMaxRank,
        ", got ", sample);
  std::array<Index, Shape::kMaxRank> extents{count};
  std::ranges::copy(sample.extents(), extents.begin() + 1);
  return Shape(std::span<const Index>(extents.data(), static_cast<std::size_t>(sample.rank()) + 1));
}

Var as_samples(const Var& x, const Shape& sample, const char* model) {
  const Shape& shape = x.shape();
  check(shape.rank() >= 1 && shape.size() == shape[0] * sample.size(), "shape error in \"", model,
        "\": input is ", shape, ", a sample is ", sample);
  const Shape wanted = batch_shape(shape[0], sample);
  return shape == wanted ? x : reshape(x, wanted);
}

}}  // namespace anneal::ANNEAL_PRECISION
