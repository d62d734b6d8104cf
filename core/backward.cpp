#include <algorithm>
#include <stdexcept>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/elementwise.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

thread_local std::uint64_t newest_order = 0;
thread_local bool recording = true;

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

namespace {

// `g` in the shape of the value that it is the gradient of: axes along which the value was
// broadcast are summed.
Tensor fitted(Tensor g, const Shape& shape) {
  return g.shape() == shape ? std::move(g) : sum_to(g, shape);
}

}  // namespace

// Creation order is a topological order, so the node that is youngest among those with a pending
// gradient has received all of it. A heap keeps the youngest on top; nodes without a pending
// gradient are never looked at.
void NodeAccess::run_backward(Node& root) {
  const auto older = [](const Node* a, const Node* b) { return a->order_ < b->order_; };
  std::vector<Node*, PoolAllocator<Node*>> pending;
  const auto add = [&](Node& node, Tensor g) {
    if (node.gradient_.has_value()) {
      as_array(node.gradient_) += as_array(std::as_const(g));
      return;
    }
    node.gradient_ = std::move(g);
    if (node.backward_ != nullptr) {
      pending.push_back(&node);
      std::ranges::push_heap(pending, older);
    }
  };

  add(root, Tensor::full(root.value_.shape(), 1));
  try {
    while (!pending.empty()) {
      std::ranges::pop_heap(pending, older);
      Node& node = *pending.back();
      pending.pop_back();
      Gradients gradients =
          node.backward_(node.closure_, node, std::exchange(node.gradient_, Tensor()));
      if (gradients.size() != node.input_count_) {
        throw std::logic_error(join_text(node.name_, ": its backward gave ", gradients.size(),
                                         " gradients for ", node.input_count_, " inputs"));
      }
      for (std::uint32_t i = 0; i < node.input_count_; ++i) {
        Node& input = *node.inputs_[i];
        if (input.requires_grad_ && gradients[i].has_value()) {
          add(input, fitted(std::move(gradients[i]), input.value_.shape()));
        }
      }
    }
  } catch (...) {
    for (Node* node : pending) {
      node->gradient_ = Tensor();
    }
    throw;
  }
}

void backward(const Var& loss) {
  check(loss.value().size() == 1, "backward: the loss must have one element, its shape is ",
        loss.shape());
  check(loss.requires_grad(), "backward: the loss depends on no parameter");
  NodeAccess::run_backward(*loss.node());
}

}}  // namespace anneal::ANNEAL_PRECISION
