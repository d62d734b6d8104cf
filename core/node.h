#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <new>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/pool.h"
#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// What the backward of an operation returns: one gradient per input, in the shape of the output or
/// of the input. An entry without a value means that none is needed.
using Gradients = std::vector<Tensor, PoolAllocator<Tensor>>;

/// One recorded operation: its output, its inputs, and the function that maps the gradient of the
/// output to gradients of the inputs. Node, closure and input list share one block of the pool.
///
/// Only the authors of operations need this class; see make_op() below.
class alignas(16) Node final {
 public:
  /// For a backward: the value of the i-th input, of the output, whether the i-th input wants a
  /// gradient, and how many there are.
  const Tensor& input(int i) const { return inputs_[i]->value_; }
  const Tensor& output() const { return value_; }
  bool needs_grad(int i) const { return inputs_[i]->requires_grad_; }
  int input_count() const { return input_count_; }

 private:
  friend class Var;
  friend struct NodeAccess;

  using Backward = Gradients (*)(void* closure, const Node& self, Tensor g);
  using Destroy = void (*)(void* closure) noexcept;

  Node(Tensor value, const char* name, bool requires_grad)
      : value_(std::move(value)), name_(name), requires_grad_(requires_grad) {}

  Tensor value_;
  Tensor gradient_;
  const char* name_;
  void* closure_ = nullptr;
  Backward backward_ = nullptr;  // nullptr marks a leaf
  Destroy destroy_ = nullptr;
  Node** inputs_ = nullptr;
  Node* next_released_ = nullptr;
  std::uint64_t order_ = 0;  // creation order on this thread, which is a topological order
  std::size_t bytes_ = 0;
  std::uint32_t input_count_ = 0;
  std::uint32_t references_ = 1;
  bool requires_grad_;
};

/// The engine's way into Node; not for operations.
struct NodeAccess {
  /// A node with room for a closure of `closure_bytes` and for the inputs, whose references are
  /// counted.
  static Node* create(const char* name,
                      Tensor value,
                      std::span<const Var> inputs,
                      std::size_t closure_bytes);
  static void* closure(Node& node) { return node.closure_; }
  static void set_backward(Node& node, Node::Backward backward, Node::Destroy destroy) {
    node.backward_ = backward;
    node.destroy_ = destroy;
  }
  static void release(Node* node) noexcept;
  static void run_backward(Node& root);
  static bool records(std::span<const Var> inputs);
};

/// The result of an operation: `value`, recorded with `inputs` and `backward` if a gradient is
/// wanted from any of them.
///
///   backward(self, g) -> gradients of the inputs,   g = d loss / d output
///
/// g is given away: its block may be reused for a result.
/// A backward captures plain values, never a Var (a captured output would be a reference cycle);
/// inputs and output are read through `self`. Where an input was broadcast, it returns the gradient
/// in the output's shape and the engine sums it.
template <class Backward>
Var make_op(const char* name, Tensor value, std::span<const Var> inputs, Backward backward) {
  static_assert(std::is_nothrow_move_constructible_v<Backward> && alignof(Backward) <= 16);
  if (!NodeAccess::records(inputs)) {
    return Var(std::move(value));
  }
  Node* node = NodeAccess::create(name, std::move(value), inputs, sizeof(Backward));
  ::new (NodeAccess::closure(*node)) Backward(std::move(backward));
  NodeAccess::set_backward(
      *node,
      [](void* closure, const Node& self, Tensor g) -> Gradients {
        return (*static_cast<Backward*>(closure))(self, std::move(g));
      },
      [](void* closure) noexcept { static_cast<Backward*>(closure)->~Backward(); });
  return Var::adopt(node);
}

template <class Backward>
Var make_op(const char* name, Tensor value, std::initializer_list<Var> inputs, Backward backward) {
  return make_op(name, std::move(value), std::span<const Var>(inputs.begin(), inputs.size()),
                 std::move(backward));
}

}}  // namespace anneal::ANNEAL_PRECISION
