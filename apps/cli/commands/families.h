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

/// What the gallery draws, and which entries it has to leave out.
struct GalleryTexts {
  /// One schedule of each kind in the catalogue, without the dialects, written so that it shows
  /// what it does in a run of 10 epochs: "step(every=25%)".
  std::vector<std::string> schedules;
  /// Entries that need arguments and have no example.
  std::vector<std::string> missing;
};

GalleryTexts gallery_texts();

}  // namespace anneal::cli
