#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/spec/bind.h"
#include "models/init.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// What a model must fit: the data.
struct ModelInput {
  Shape sample;       ///< the shape of one sample: (784), (1, 28, 28), or (T) for a text
  Index outputs = 0;  ///< classes, numbers to predict, or the size of the vocabulary
};

/// What one sample of a data set is.
enum class SampleKind {
  kPoints,     ///< (features): numbers without an order
  kImages,     ///< (channels, height, width)
  kSequences,  ///< (T): ids of symbols, with a label for each position
};

/// One entry of the catalogue: how a model is called, how it is built, and for what.
struct ModelEntry {
  spec::Signature signature;
  std::unique_ptr<Module> (*make)(const spec::Arguments& arguments,
                                  const ModelInput& input,
                                  std::uint64_t seed) = nullptr;
  std::vector<SampleKind> takes = {};
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

// Arguments that several models of the catalogue take; for the files that define an entry.

/// A whole number >= 1.
spec::Parameter size_parameter(const char* name, const char* default_text, const char* help);
/// "dropout": a share in [0, 1).
spec::Parameter dropout_parameter();
/// "init": the word of an initialiser.
spec::Parameter init_parameter(const char* default_text = "default");
/// The initialiser that the argument "init" names.
Init init_of(const spec::Arguments& arguments);

}}  // namespace anneal::ANNEAL_PRECISION
