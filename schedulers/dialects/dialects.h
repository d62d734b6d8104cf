#pragma once

#include <string>
#include <vector>

#include "schedulers/entry.h"

namespace anneal {

/// A schedule in another library's words, with what it takes to show it beside ours.
struct Dialect {
  /// What kind of schedule it is, the same word for the same kind in every library: "step".
  std::string family;
  ScheduleEntry entry;
  /// A call for a run of 100 updates, 10 an epoch, at a base rate of 0.1.
  std::string example;
  /// The plain catalogue's text for the same curve in that run; empty if it cannot say it.
  std::string here;
};

/// Every dialect, library by library: PyTorch, Keras, Optax, Hugging Face, timm, Composer, fastai,
/// Paddle, torchtitan and its relatives.
std::vector<Dialect> dialects();

/// The entries that this folder adds to the catalogue, each with an argument `for` of its own.
std::vector<ScheduleEntry> dialect_entries();

}  // namespace anneal
