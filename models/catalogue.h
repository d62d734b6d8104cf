#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/spec/bind.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// What a model must fit: the data.
struct ModelInput {
  Shape sample;       ///< the shape of one sample: (784), (1, 28, 28), or (T) for a text
  Index outputs = 0;  ///< classes, numbers to predict, or the size of the vocabulary
};

/// One entry of the catalogue: how a model is called, and how it is built.
struct ModelEntry {
  spec::Signature signature;
  std::unique_ptr<Module> (*make)(const spec::Arguments& arguments,
                                  const ModelInput& input,
                                  std::uint64_t seed);
};

/// All models, in the order in which they are listed.
const std::vector<ModelEntry>& model_catalogue();

/// The model that `expr` describes, such as mlp(256, 128, activation=tanh).
///
/// A pure function of its arguments: weights depend on the seed and on parameter names only.
/// Throws spec::SpecError for an unknown model or argument, and std::invalid_argument if the model
/// does not fit the input.
std::unique_ptr<Module> make_model(const spec::Expr& expr,
                                   const ModelInput& input,
                                   std::uint64_t seed);

}}  // namespace anneal::ANNEAL_PRECISION
