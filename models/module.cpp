#include "models/module.h"

#include "core/check.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Var Module::forward(const Var& x, const Context& context) const {
  check(x.has_value(), "model: the input of \"", name_, "\" has no value");
  Var y = compute(x, context);
  if (context.trace != nullptr && !kind().empty()) {
    context.trace->push_back({.name = name_,
                              .kind = kind(),
                              .output = y.shape(),
                              .parameters = parameter_count(*this),
                              .flops = flops(x.shape(), y.shape())});
  }
  return y;
}

Contents Module::contents() const {
  Contents contents;
  collect(contents);
  return contents;
}

std::string Module::member_name(const std::string& member) const {
  return name_.empty() ? member : name_ + "." + member;
}

Index Module::flops(const Shape& /*input*/, const Shape& /*output*/) const {
  return 0;
}

NamedParameters parameters_of(const Module& module) {
  return module.contents().parameters;
}

NamedBuffers buffers_of(const Module& module) {
  return module.contents().buffers;
}

Index parameter_count(const Module& module) {
  Index count = 0;
  for (const NamedParameter& parameter : parameters_of(module)) {
    count += parameter.var.value().size();
  }
  return count;
}

}}  // namespace anneal::ANNEAL_PRECISION
