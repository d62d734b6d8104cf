#pragma once

#include <vector>

#include "apps/run/group.h"
#include "optim/parameter_group.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A model's parameters as the optimizer gets them.
struct SortedParameters {
  /// One per group that trains, in their order, then the rest, if there is any.
  std::vector<ParameterGroup> groups;
  /// All parameters of `groups`, in the model's order: without those that are frozen.
  NamedParameters trained;
};

/// Sorts `parameters` by the patterns of `groups`; `rest` has the settings of those that no pattern
/// matches. Rates are not settled here: each group's rate is an argument of the optimizer's step
/// (RunRates).
///
/// Throws std::invalid_argument for a pattern without parameters, and if everything is frozen.
SortedParameters sort_parameters(const NamedParameters& parameters,
                                 const std::vector<GroupConfig>& groups,
                                 const ParameterGroup& rest);

}}  // namespace anneal::ANNEAL_PRECISION
