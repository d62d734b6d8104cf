#pragma once

#include <string>
#include <vector>

#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// One line per layer, in order of use: what it gives out for a batch of one, how many numbers it
/// trains, and what one forward pass costs. Found by running one sample in evaluation mode.
///
/// Units: floating-point operations of products, per sample; a multiply-add counts as two.
/// Activations, pools and norms are not counted.
std::vector<LayerSummary> summarize(const Module& model, const Shape& sample);

/// The summary as aligned text with a line of totals.
///
///     layer     kind    output     parameters  flops
///     layers.0  linear  (1, 256)   200960      401408
std::string summary_table(const Module& model, const Shape& sample);

}}  // namespace anneal::ANNEAL_PRECISION
