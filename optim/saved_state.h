#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "core/state.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Reads a saved State for `owner`, entry by entry, and says what is wrong with it.
///
/// Every function throws std::runtime_error "OWNER: load: ..." naming the entry if it is missing or
/// is not what is asked for. The state must outlive it.
class SavedState final {
 public:
  SavedState(const State& state, std::string owner) : state_(state), owner_(std::move(owner)) {}

  const std::string& text(const std::string& key) const;
  double number(const std::string& key) const;
  /// A whole number >= 0.
  std::int64_t count(const std::string& key) const;
  const Tensor& tensor(const std::string& name, const Shape& shape) const;

  [[noreturn]] void fail(const std::string& problem) const;

 private:
  const State& state_;
  std::string owner_;
};

}}  // namespace anneal::ANNEAL_PRECISION
