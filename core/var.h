#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/tensor.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

class Node;

/// A handle on a value in a computation: the tensor, and how it came about.
///
/// Copies of a Var are the same value (the one shared handle of the library). Operations on Vars
/// record what is needed to differentiate; backward(loss) then fills grad() of every parameter that
/// the loss depends on. A graph belongs to one thread at a time. Destruction of long chains is
/// iterative.
class Var final {
 public:
  Var() = default;
  /// A constant: no gradient flows into it.
  explicit Var(Tensor value);
  /// A leaf that collects a gradient.
  static Var parameter(Tensor value);

  Var(const Var& other) noexcept;
  Var(Var&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  Var& operator=(Var other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~Var();

  bool has_value() const { return node_ != nullptr; }
  const Tensor& value() const;
  const Shape& shape() const { return value().shape(); }
  /// True if a gradient flows into this value.
  bool requires_grad() const;

  /// What backward() has added up here since the last clear_grad(); without a value if nothing has.
  const Tensor& grad() const;
  void clear_grad();
  /// Scales the gradient in place (clipping); a leaf without a gradient is left as it is.
  void scale_grad(Scalar factor);
  /// Limits every element of the gradient to [-limit, limit] in place; NaN stays NaN.
  void clip_grad(Scalar limit);
  /// The elements, to be changed by an optimizer or an initialiser; every copy of this Var sees the
  /// change.
  Tensor& mutable_value();

  /// The same value (copied) as a constant.
  Var detach() const;

  /// For the engine and for make_op().
  Node* node() const { return node_; }
  /// Takes over one reference to `node`.
  static Var adopt(Node* node);

 private:
  Node* node_ = nullptr;
};

/// Adds d loss / d p to the grad() of every parameter p that `loss` depends on.
///
/// Shapes: loss has one element. Iterative: the length of a chain is limited by memory alone.
/// Throws std::invalid_argument if loss has not exactly one element or depends on no parameter.
void backward(const Var& loss);

/// While one of these lives, operations on this thread record nothing: for evaluation.
class NoGrad final {
 public:
  NoGrad();
  NoGrad(const NoGrad&) = delete;
  NoGrad& operator=(const NoGrad&) = delete;
  ~NoGrad();

 private:
  bool outer_;
};

/// What a parameter is to its layer; optimizers may exempt biases and norms from weight decay.
enum class ParameterRole { kWeight, kBias, kNorm };

/// A trainable value under its full name in the model, such as "layers.0.weight".
struct NamedParameter {
  std::string name;
  Var var;
  ParameterRole role = ParameterRole::kWeight;
};

using NamedParameters = std::vector<NamedParameter>;

}}  // namespace anneal::ANNEAL_PRECISION
