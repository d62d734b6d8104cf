#include "apps/training/data_cache.h"

#include "data/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

std::shared_ptr<const DataSplit> DataCache::get(const spec::Expr& data) {
  const std::scoped_lock lock(mutex_);
  std::shared_ptr<const DataSplit>& entry = loaded_[spec::print(data)];
  if (!entry) {
    entry = std::make_shared<const DataSplit>(load_data(data));
  }
  return entry;
}

}}  // namespace anneal::ANNEAL_PRECISION
