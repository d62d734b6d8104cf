#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/spec/parse.h"
#include "data/dataset.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Data sets by their spec, each loaded once and shared by all who ask for it, on any thread. A set
/// that could not be loaded is tried again the next time.
class DataCache final {
 public:
  /// Throws what load_data() throws.
  std::shared_ptr<const DataSplit> get(const spec::Expr& data);

 private:
  std::mutex mutex_;  // held while loading: whoever asks for the same set waits for it
  std::map<std::string, std::shared_ptr<const DataSplit>> loaded_;
};

}}  // namespace anneal::ANNEAL_PRECISION
