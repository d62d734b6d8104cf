#pragma once

#include <functional>
#include <string>

#include "core/named_arrays.h"
#include "schedulers/catalogue.h"

namespace anneal {

/// What the texts of a run may say, and where the files that it names come from: what whoever
/// prepares a run brings along, since rooms below know neither other libraries' words nor files.
struct RunSources {
  /// The words of schedules; a table that outlives the run.
  const ScheduleCatalogue& words = schedule_catalogue();
  /// Reads the arrays of initial parameters. Without it a run that names a file of them is refused.
  std::function<NamedArrays(const std::string& path)> read = {};
};

}  // namespace anneal
