#include "core/var.h"

#include "core/check.h"
#include "core/eigen_views.h"
#include "core/node.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

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
