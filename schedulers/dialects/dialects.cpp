#include "schedulers/dialects/dialects.h"

#include <utility>

#include "schedulers/dialects/libraries.h"

namespace anneal {

std::vector<Dialect> dialects() {
  std::vector<Dialect> all;
  for (auto* library :
       {dialect::torch, dialect::torch_cycles, dialect::keras, dialect::keras_cosine,
        dialect::optax, dialect::optax_piecewise, dialect::optax_joined, dialect::hf,
        dialect::hf_cosine, dialect::timm, dialect::timm_steps, dialect::composer, dialect::fastai,
        dialect::paddle, dialect::paddle_cycles, dialect::torchtitan}) {
    for (Dialect& row : library()) {
      all.push_back(std::move(row));
    }
  }
  return all;
}

std::vector<ScheduleEntry> dialect_entries() {
  std::vector<ScheduleEntry> entries;
  for (Dialect& row : dialects()) {
    row.entry.signature.parameters.push_back(for_parameter());
    entries.push_back(std::move(row.entry));
  }
  return entries;
}

}  // namespace anneal
