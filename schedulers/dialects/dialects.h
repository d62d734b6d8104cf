#pragma once

#include <vector>

#include "schedulers/entry.h"

namespace anneal {

/// The schedules in other frameworks' words, such as torch.StepLR, in the order of the listing.
std::vector<Entry> dialect_entries();

}  // namespace anneal
