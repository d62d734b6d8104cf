#pragma once

#include <string>
#include <vector>

namespace anneal::cli {

/// One schedule of each kind in the catalogue, without the dialects, written so that it shows what
/// it does in a run of 10 epochs: "step(every=25%)".
///
/// An entry that needs arguments and has no example here is left out; a test forbids that.
std::vector<std::string> gallery_schedules();

}  // namespace anneal::cli
