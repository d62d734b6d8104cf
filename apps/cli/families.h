#pragma once

#include <string>
#include <vector>

#include "core/spec/signature.h"

namespace anneal::cli {

/// One kind of name on the command line, with everything that can be named.
struct Family {
  std::string name;    ///< "schedules"
  std::string option;  ///< "--schedule"
  std::vector<spec::Signature> entries;
};

/// Schedules, optimizers, models and data, read from their catalogues.
std::vector<Family> families();

}  // namespace anneal::cli
