#include "schedulers/dialects/dialects.h"

namespace anneal {

std::vector<Entry> dialect_entries() {
  return {};
}

}  // namespace anneal
