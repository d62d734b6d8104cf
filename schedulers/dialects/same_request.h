#pragma once

#include <string>
#include <vector>

#include "schedulers/plan.h"

namespace anneal {

/// What people ask of any library: climb for so long, then a cosine down to 0.
struct CosineRequest {
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
