#include "apps/training/base_rates.h"

#include "core/spec/bind.h"
#include "optim/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

BaseRates base_rates(const spec::Expr& optimizer) {
  const spec::Signature& signature = optimizer_entry(optimizer).signature;
  const spec::Arguments arguments = spec::bind(optimizer, signature);
  BaseRates base{.lr = base_rate(optimizer), .weight_decay = default_group(optimizer).weight_decay};
  for (const char* name : {"momentum", "beta1"}) {
    if (signature.find(name) != nullptr) {
      base.momentum = arguments.number(name);
    }
  }
  return base;
}

}}  // namespace anneal::ANNEAL_PRECISION
