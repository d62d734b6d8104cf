#pragma once

#include <string>

#include "apps/run/result.h"
#include "core/spec/expr.h"
#include "data/dataset.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

// What is asked of a model and its data together, before anything is written. All of these throw
// std::invalid_argument.

/// Refuses a model that is for another kind of samples than the data set has:
/// model: mlp is for points or images, and text has sequences of symbols (transformer is for those)
void check_kind(const spec::Expr& model, const Dataset& data);

/// Sends samples through the model, first as in an evaluation, then as in training, where batch
/// norm for one needs more than a number for each channel. Changes nothing of the model.
void try_out(const Module& model, const RunHeader& header, const DataSplit& data);

/// Refuses parameters, which came from `file`, that are not finite, naming the tensor.
void check_finite(const Module& model, const std::string& file);

}}  // namespace anneal::ANNEAL_PRECISION
