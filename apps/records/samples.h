#pragma once

#include <vector>

namespace anneal::report {

/// One value of one run.
struct Sample {
  double x = 0;
  double y = 0;
};

using Samples = std::vector<Sample>;

}  // namespace anneal::report
