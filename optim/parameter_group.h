#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Parameters that share their rates and settings. Complete: a group says everything about itself,
/// nothing falls back to a default elsewhere. Its rates are not here: they are an argument of
/// Optimizer::step(), one Rates for each group.
struct ParameterGroup {
  /// For messages and logs.
  std::string name = "all";
  NamedParameters parameters = {};
  double weight_decay = 0.0;
  /// False exempts parameters of the roles kBias and kNorm from weight decay.
  bool decay_biases = true;
};

/// Sorts parameters into groups by name.
struct GroupPattern {
  /// The whole name, with * for any run of characters and ? for one: "layers.0.*".
  std::string pattern;
  double weight_decay = 0.0;
  bool decay_biases = true;
};

/// One group per pattern, in their order, then one named "rest" for what no pattern matches (if
/// there is any). The first pattern that matches takes a parameter; a group is named after its
/// pattern. `rest` gives the settings of the last group; its own parameters are not used.
/// Throws std::invalid_argument if a pattern takes no parameter.
std::vector<ParameterGroup> group_by_name(const NamedParameters& parameters,
                                          const std::vector<GroupPattern>& patterns,
                                          const ParameterGroup& rest);

/// Whether `name` matches `pattern` as a whole, with * for any run of characters and ? for one.
bool matches_pattern(std::string_view name, std::string_view pattern);

}}  // namespace anneal::ANNEAL_PRECISION
