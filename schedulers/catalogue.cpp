#include "schedulers/catalogue.h"

#include "schedulers/catalogue/entries.h"
#include "schedulers/dialects/dialects.h"

namespace anneal {
namespace {

std::vector<Entry> all_entries() {
  std::vector<Entry> entries{
      catalogue::constant(),        catalogue::linear(),      catalogue::cosine(),
      catalogue::polynomial(),      catalogue::exponential(), catalogue::one_minus_sqrt(),
      catalogue::warmup(),          catalogue::step(),        catalogue::multistep(),
      catalogue::inverse_sqrt(),    catalogue::wsd(),         catalogue::onecycle(),
      catalogue::cosine_restarts(), catalogue::plateau(),
  };
  for (Entry& entry : dialect_entries()) {
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

const std::vector<Entry>& schedule_catalogue() {
  static const std::vector<Entry> entries = all_entries();
  return entries;
}

}  // namespace anneal
