#include "core/var.h"

#include <algorithm>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// Plain numbers, and plain reference counts in the nodes: a graph belongs to one thread at a time.
thread_local std::uint64_t newest_order = 0;
thread_local bool recording = true;

// A closure may be aligned to 16 bytes (make_op() asserts no more), and so is what follows it.
std::size_t rounded_up(std::size_t bytes) {
  return (bytes + 15) / 16 * 16;
}

}  // namespace

NoGrad::NoGrad() : outer_(std::exchange(recording, false)) {}
NoGrad::~NoGrad() {
  recording = outer_;
}

bool NodeAccess::records(std::span<const Var> inputs) {
  return recording &&
         std::ranges::any_of(inputs, [](const Var& input) { return input.requires_grad(); });
}

Node* NodeAccess::create(const char* name,
                         Tensor value,
                         std::span<const Var> inputs,
                         std::size_t closure_bytes) {
  static_assert(sizeof(Node) % 16 == 0);
  std::uint64_t newest_input = 0;
  for (const Var& input : inputs) {
    check(input.has_value(), name, ": input ", &input - inputs.data() + 1, " has no value");
    newest_input = std::max(newest_input, input.node()->order_);
  }
  const std::size_t closure_end = sizeof(Node) + rounded_up(closure_bytes);
  const std::size_t bytes =
      closure_end + inputs.size() * sizeof(Node*);  // NOLINT(bugprone-sizeof-expression)
  auto* block = static_cast<std::byte*>(pool_allocate(bytes));
  Node* node = ::new (block) Node(std::move(value), name, !inputs.empty());
  node->bytes_ = bytes;
  // Younger than every input, even if these were made on another thread.
  newest_order = std::max(newest_order, newest_input) + 1;
  node->order_ = newest_order;
  node->closure_ = block + sizeof(Node);
  node->inputs_ = reinterpret_cast<Node**>(block + closure_end);
  for (const Var& input : inputs) {
    node->inputs_[node->input_count_++] = input.node();
    ++input.node()->references_;
  }
  return node;
}

// A chain of nodes is released by a list that runs through the nodes themselves: no recursion, no
// allocation.
void NodeAccess::release(Node* node) noexcept {
  if (--node->references_ > 0) {
    return;
  }
  Node* released = node;
  while (released != nullptr) {
    Node* current = released;
    released = current->next_released_;
    for (std::uint32_t i = 0; i < current->input_count_; ++i) {
      Node* input = current->inputs_[i];
      if (--input->references_ == 0) {
        input->next_released_ = released;
        released = input;
      }
    }
    if (current->destroy_ != nullptr) {
      current->destroy_(current->closure_);
    }
    const std::size_t bytes = current->bytes_;
    current->~Node();
    pool_release(current, bytes);
  }
}

Var::Var(Tensor value) : node_(NodeAccess::create("constant", std::move(value), {}, 0)) {}

Var Var::parameter(Tensor value) {
  Var var(std::move(value));
  var.node_->requires_grad_ = true;
  return var;
}

Var::Var(const Var& other) noexcept : node_(other.node_) {
  if (node_ != nullptr) {
    ++node_->references_;
  }
}

Var::~Var() {
  if (node_ != nullptr) {
    NodeAccess::release(node_);
  }
}

Var Var::adopt(Node* node) {
  Var var;
  var.node_ = node;
  return var;
}

const Tensor& Var::value() const {
  check(node_ != nullptr, "var: it has no value");
  return node_->value_;
}

bool Var::requires_grad() const {
  return node_ != nullptr && node_->requires_grad_;
}

const Tensor& Var::grad() const {
  check(node_ != nullptr, "var: it has no value");
  return node_->gradient_;
}

void Var::clear_grad() {
  if (node_ != nullptr && node_->gradient_.has_value()) {
    node_->gradient_ = Tensor();
  }
}

void Var::scale_grad(Scalar factor) {
  if (node_ != nullptr && node_->gradient_.has_value()) {
    as_array(node_->gradient_) *= factor;
  }
}

void Var::clip_grad(Scalar limit) {
  if (node_ != nullptr) {
    for (Scalar& g : node_->gradient_.values()) {
      g = g > limit ? limit : g < -limit ? -limit : g;
    }
  }
}

Tensor& Var::mutable_value() {
  check(node_ != nullptr, "var: it has no value");
  return node_->value_;
}

Var Var::detach() const {
  return Var(Tensor(value()));
}

}}  // namespace anneal::ANNEAL_PRECISION
