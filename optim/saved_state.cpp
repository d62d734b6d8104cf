#include "optim/saved_state.h"

#include <optional>
#include <stdexcept>

#include "core/text.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

void SavedState::fail(const std::string& problem) const {
  throw std::runtime_error(join_text(owner_, ": load: ", problem));
}

const std::string& SavedState::text(const std::string& key) const {
  const auto found = state_.metadata.find(key);
  if (found == state_.metadata.end()) {
    fail(join_text("the state has no \"", key, "\""));
  }
  return found->second;
}

double SavedState::number(const std::string& key) const {
  const std::optional<double> value = parse_number<double>(text(key));
  if (!value) {
    fail(join_text("\"", key, "\" must be a number, got \"", text(key), "\""));
  }
  return *value;
}

std::int64_t SavedState::count(const std::string& key) const {
  const std::optional<std::int64_t> value = parse_number<std::int64_t>(text(key));
  if (!value || *value < 0) {
    fail(join_text("\"", key, "\" must be a count, got \"", text(key), "\""));
  }
  return *value;
}

const Tensor& SavedState::tensor(const std::string& name, const Shape& shape) const {
  const Tensor* saved = state_.find(name);
  if (saved == nullptr) {
    fail(join_text("the state has no tensor \"", name, "\""));
  }
  if (saved->shape() != shape) {
    fail(join_text("\"", name, "\" must have shape ", shape, ", got ", saved->shape()));
  }
  return *saved;
}

}}  // namespace anneal::ANNEAL_PRECISION
