#include <algorithm>
#include <stdexcept>

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/elementwise.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// `g` in the shape of the value that it is the gradient of: axes along which the value was
// broadcast are summed.
Tensor summed_to(Tensor g, const Shape& shape) {
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
      // The gradient leaves its node: the backward may write into its block, which is free again as
      // soon as it is done. Beside those of parameters, only gradients on the front are held.
      Gradients gradients =
          node.backward_(node.closure_, node, std::exchange(node.gradient_, Tensor()));
      if (gradients.size() != node.input_count_) {
        throw std::logic_error(join_text(node.name_, ": its backward gave ", gradients.size(),
                                         " gradients for ", node.input_count_, " inputs"));
      }
      for (std::uint32_t i = 0; i < node.input_count_; ++i) {
        Node& input = *node.inputs_[i];
        if (input.requires_grad_ && gradients[i].has_value()) {
          add(input, summed_to(std::move(gradients[i]), input.value_.shape()));
        }
      }
    }
  } catch (...) {
    // Whoever calls backward() on this graph again must not add to what this call left behind.
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
