#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "core/shape.h"

namespace anneal {

/// A tensor as plain numbers, outside of either precision: what crosses between them, and what
/// files hold. Row-major, as many values as the shape has elements.
struct NamedArray {
  std::string name;
  Shape shape;
  std::variant<std::vector<float>, std::vector<double>> values;

  friend bool operator==(const NamedArray&, const NamedArray&) = default;
};

/// Named numbers and texts: what a model, an optimizer or a run needs to continue.
struct NamedArrays {
  std::vector<NamedArray> arrays;
  std::map<std::string, std::string> metadata;

  friend bool operator==(const NamedArrays&, const NamedArrays&) = default;
};

}  // namespace anneal
