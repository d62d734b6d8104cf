#include "models/layers/embedding.h"

#include "core/check.h"
#include "core/ops/sequence.h"
#include "models/init.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Embedding::Embedding(std::string name, const EmbeddingOptions& options, std::uint64_t seed)
    : Module(std::move(name)) {
  check(options.count > 0 && options.width > 0, "embedding: \"", this->name(),
        "\" needs count and width > 0, got ", options.count, " and ", options.width);
  weight_ = Var::parameter(initial_normal({options.count, options.width}, options.deviation, seed,
                                          member_name("weight")));
}

Var Embedding::compute(const Var& ids, const Context& /*context*/) const {
  return embedding(weight_, ids.value());
}

void Embedding::collect(Contents& contents) const {
  contents.parameters.push_back({member_name("weight"), weight_, ParameterRole::kWeight});
}

}}  // namespace anneal::ANNEAL_PRECISION
