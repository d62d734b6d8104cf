#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "schedulers/dialects/support.h"

namespace anneal::dialect {

/// Ramps one after the other whose ends need not fall on an update: of the one-cycle schedules,
/// which divide the run by a percentage.
struct Phases {
  struct Phase {
    double end;  ///< in updates since the first phase began
    double to;
  };

  double begin = 0.0;  ///< the first phase may have begun before update 0
  double from = 1.0;
  bool cosine = true;  ///< half a cosine; otherwise a straight line
  std::vector<Phase> phases = {};
};

/// A curve of `length` updates; after the last phase it holds that one's end value.
CurvePtr make_phases(std::int64_t length, const Phases& phases);

/// The same in the words of the catalogue; nothing if a phase ends between two updates.
std::optional<Schedule> spell(const Phases& phases, std::int64_t room);

}  // namespace anneal::dialect
