#include "schedulers/catalogue.h"

#include <utility>

#include "schedulers/dialects/dialects.h"

namespace anneal {

const std::vector<ScheduleEntry>& schedule_catalogue() {
  static const std::vector<ScheduleEntry> entries = [] {
    std::vector<ScheduleEntry> all;
    all.reserve(catalogue::kRows.size());
    for (const auto row : catalogue::kRows) {
      all.push_back(row());
    }
    for (ScheduleEntry& entry : dialect_entries()) {
      all.push_back(std::move(entry));
    }
    return all;
  }();
  return entries;
}

}  // namespace anneal
