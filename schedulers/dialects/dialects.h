#pragma once

#include <string>
#include <vector>

#include "schedulers/entry.h"
#include "schedulers/plan.h"

namespace anneal {

/// A schedule in another library's words, with what it takes to show it beside ours.
struct Dialect {
  /// What kind of schedule it is, the same word for the same kind in every library: "step".
  std::string family;
  std::string name;                         ///< "torch.StepLR"
  std::vector<spec::Parameter> parameters;  ///< under the library's names
  std::string formula = {};
  std::string help = {};
  std::string source = {};  ///< where it stands in the library
  std::vector<std::string> aliases = {};
  // As in ScheduleEntry.
  InnerSchedule inner = {};
  decltype(ScheduleEntry::normalise) normalise = nullptr;
  decltype(ScheduleEntry::curve) curve = nullptr;
  decltype(ScheduleEntry::expand) expand = nullptr;
  decltype(ScheduleEntry::expand_inner) expand_inner = nullptr;
  /// A call for a run of 100 updates, 10 an epoch, at a base rate of 0.1.
  std::string example = {};
  /// The plain catalogue's text for the same curve in that run; empty if it cannot say it.
  std::string here = {};
};

/// A library whose words are understood.
struct Library {
  std::string prefix;                     ///< "torch", which its words begin with
  std::string title;                      ///< "PyTorch"
  std::vector<std::string> aliases = {};  ///< what else it is called: "pytorch"
  /// What stands before its words in code, where that is not the prefix: "transformers".
  std::string module = {};
  /// Which state of it the values of all its words were checked against, and how.
  std::string checked = {};
};

/// The libraries of dialects(), in their order.
const std::vector<Library>& libraries();

/// That of a word: PyTorch of "torch.StepLR". Throws std::logic_error for one of no library.
const Library& library_of(const std::string& word);

/// Every dialect, library by library: PyTorch, Keras, Optax, Hugging Face, timm, Composer, fastai,
/// Paddle, torchtitan and its relatives, DeepSpeed, Megatron-LM, OLMo-core.
std::vector<Dialect> dialects();

/// How it is called in its library; its source line ends with what it was checked against.
spec::Signature signature_of(const Dialect& dialect);

/// The house's own words, then those of every library, each with an argument `for` of its own: the
/// table for parse_schedule() wherever people may write what they know from elsewhere.
const ScheduleCatalogue& dialect_catalogue();

/// What people ask of any library: climb for so long, then a cosine down to 0.
struct CosineRequest {     // NOLINT(cppcoreguidelines-pro-type-member-init): lengths must be given
  Steps updates;           ///< of the run
  Steps warmup;            ///< 0 < warmup < updates
  LearningRate peak{1.0};  ///< > 0; the base rate of the run
};

/// How one library is asked for it.
struct LibraryRequest {
  std::string library;  ///< "PyTorch", with what tells it from its other answers
  std::string text;     ///< the schedule, for a run with base rate `peak`
};

/// The same request in the words of every library that has them. The curves differ: in the rate of
/// the first update, in where the peak falls, and in what is left at the last update.
///
/// Throws std::invalid_argument unless 0 < warmup < updates and peak > 0.
std::vector<LibraryRequest> same_request(const CosineRequest& request);

}  // namespace anneal
