#include "data/dataset.h"

#include "core/check.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Shape Dataset::sample_shape() const {
  check(inputs.has_value(), "data set ", name, ": has no samples");
  return Shape(inputs.shape().extents().subspan(1));
}

Index Dataset::labels_per_sample() const {
  return size() == 0 ? 0 : std::ssize(labels) / size();
}

void check_consistent(const Dataset& data) {
  check(data.inputs.has_value() && data.inputs.shape().rank() >= 2, "data set ", data.name,
        ": inputs must be (N, features...)");
  if (data.classes == 0) {
    check(data.labels.empty() && data.targets.has_value() && data.targets.shape().rank() == 2 &&
              data.targets.shape()[0] == data.size(),
          "data set ", data.name, ": expected targets (", data.size(), ", K) for regression, got ",
          data.targets.shape());
    return;
  }
  const Index count = std::ssize(data.labels);
  check(data.size() == 0 ? count == 0 : count > 0 && count % data.size() == 0, "data set ",
        data.name, ": ", data.size(), " samples but ", count, " labels");
  for (const std::int32_t label : data.labels) {
    check(0 <= label && label < data.classes, "data set ", data.name, ": label ", label,
          " is outside [0, ", data.classes, ")");
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
