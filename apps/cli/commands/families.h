#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/spec/names.h"
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
  std::string one;     ///< "schedule": one of them, as errors call it
  std::vector<std::string> aliases;
  std::vector<FamilyEntry> entries;

  spec::Names names() const;  ///< of its entries; they point into this family
};

/// The words of every schedule text on the command line: the house's own and other libraries',
/// with files where a word names one.
const ScheduleCatalogue& schedule_words();

/// Schedules, optimizers, averages, models, data and functions to descend, read from their
/// catalogues.
std::vector<Family> families();

/// An entry with the family that it belongs to.
struct Listed {
  const Family* family;
  const FamilyEntry* entry;
};

/// What `name` is called in any family: by its name, by one of another library's, or, if nothing
/// is, what ends in the same last word. Points into `all`.
std::vector<Listed> find_in(const std::vector<Family>& all, const std::string& name);

/// "unknown optimizer cosine: it is a schedule (give it by --schedule)" for a name that its own
/// family lacks and another one has; otherwise empty. `has_option` says whether the command that
/// was given has an option.
std::string message_of_other_family(const spec::SpecError& error,
                                    const std::function<bool(const std::string&)>& has_option);

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
