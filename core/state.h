#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensor.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct NamedTensor {
  std::string name;
  Tensor value;
};

/// Named numbers and texts: what a model, an optimizer or a run needs to continue.
struct State {
  std::vector<NamedTensor> tensors;
  std::map<std::string, std::string> metadata;

  /// The tensor of that name, nullptr if there is none.
  const Tensor* find(std::string_view name) const;
  /// The same; throws std::invalid_argument naming it if there is none.
  const Tensor& at(std::string_view name) const;
};

}}  // namespace anneal::ANNEAL_PRECISION
