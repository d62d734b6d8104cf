#pragma once

#include <string>
#include <utility>
#include <vector>

#include "schedulers/dialects/support.h"

/// What paddle.cpp and paddle_cycles.cpp share.
namespace anneal::dialect {

inline constexpr const char* kRate = "learning_rate";

inline spec::Parameter learning_rate() {
  return base_rate(kRate, "first rate");
}

/// A row with what all of them share.
inline Dialect row(const char* family,
                   const std::string& name,
                   std::vector<spec::Parameter> parameters,
                   const char* formula,
                   const char* help,
                   Schedule (*expand)(const spec::Arguments&, const RunPlan&),
                   const char* example,
                   const char* here) {
  return {.family = family,
          .entry = {.signature = {.name = "paddle." + name,
                                  .parameters = std::move(parameters),
                                  .formula = formula,
                                  .help = help,
                                  .source = "paddle.optimizer.lr." + name},
                    .expand = expand},
          .example = example,
          .here = here};
}

}  // namespace anneal::dialect
