#include "apps/training/groups.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/check.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

SortedParameters sort_parameters(const NamedParameters& parameters,
                                 const std::vector<GroupConfig>& groups,
                                 const ParameterGroup& rest) {
  if (groups.empty()) {
    ParameterGroup all = rest;
    all.parameters = parameters;
    return {.groups = {std::move(all)}, .trained = parameters};
  }
  std::vector<GroupPattern> patterns;
  for (const GroupConfig& group : groups) {
    patterns.push_back({.pattern = group.pattern,
                        .weight_decay = group.weight_decay.value_or(rest.weight_decay),
                        .decay_biases = rest.decay_biases});
  }

  SortedParameters sorted;
  std::vector<std::string_view> frozen;
  std::vector<ParameterGroup> by_name = group_by_name(parameters, patterns, rest);
  for (std::size_t i = 0; i < by_name.size(); ++i) {
    if (i < groups.size() && groups[i].frozen()) {
      for (const NamedParameter& parameter : by_name[i].parameters) {
        frozen.push_back(
            std::ranges::find(parameters, parameter.name, &NamedParameter::name)->name);
      }
    } else {
      sorted.groups.push_back(std::move(by_name[i]));
    }
  }
  check(!sorted.groups.empty(), "group: all ", parameters.size(),
        " parameters are frozen (give one of the groups a rate above 0)");
  std::ranges::copy_if(parameters, std::back_inserter(sorted.trained),
                       [&](const NamedParameter& parameter) {
                         return std::ranges::find(frozen, parameter.name) == frozen.end();
                       });
  return sorted;
}

}}  // namespace anneal::ANNEAL_PRECISION
