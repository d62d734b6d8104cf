#pragma once

#include <string>
#include <vector>

#include "core/spec/signature.h"
#include "schedulers/schedule.h"

namespace anneal::cli {

/// One thing that can be named.
struct FamilyEntry {
  spec::Signature signature;
  /// What else its catalogue knows, a sentence each: for optimizers, what they keep and where the
  /// rate enters.
  std::vector<std::string> notes = {};
};

/// One kind of name on the command line, with everything that can be named.
struct Family {
  std::string name;    ///< "schedules"
  std::string option;  ///< "--schedule"
  std::vector<FamilyEntry> entries;
};

/// The words of every schedule text on the command line: the house's own and other libraries',
/// with files where a word names one.
const ScheduleCatalogue& schedule_words();

/// Schedules, optimizers, averages, models, data and functions to descend, read from their
/// catalogues.
std::vector<Family> families();

}  // namespace anneal::cli
