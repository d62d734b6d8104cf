#include "optim/parameter_group.h"

#include <cstddef>

#include "core/check.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

bool matches_pattern(std::string_view name, std::string_view pattern) {
  std::size_t n = 0;
  std::size_t p = 0;
  std::size_t star = std::string_view::npos;  // the last * seen, and where its run ends so far
  std::size_t run_end = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      run_end = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++run_end;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') {
    ++p;
  }
  return p == pattern.size();
}

std::vector<ParameterGroup> group_by_name(const NamedParameters& parameters,
                                          const std::vector<GroupPattern>& patterns,
                                          const ParameterGroup& rest) {
  std::vector<ParameterGroup> groups;
  groups.reserve(patterns.size() + 1);
  for (const GroupPattern& pattern : patterns) {
    groups.push_back({.name = pattern.pattern,
                      .weight_decay = pattern.weight_decay,
                      .decay_biases = pattern.decay_biases});
  }
  ParameterGroup others = rest;
  others.name = "rest";
  others.parameters.clear();

  for (const NamedParameter& parameter : parameters) {
    std::size_t i = 0;
    while (i < patterns.size() && !matches_pattern(parameter.name, patterns[i].pattern)) {
      ++i;
    }
    (i < patterns.size() ? groups[i] : others).parameters.push_back(parameter);
  }

  for (const ParameterGroup& group : groups) {
    check(!group.parameters.empty(), "group \"", group.name, "\": matches none of the ",
          parameters.size(), " parameters that earlier groups left (the first of all is ",
          parameters.empty() ? std::string("missing") : parameters.front().name, ")");
  }
  if (!others.parameters.empty()) {
    groups.push_back(std::move(others));
  }
  return groups;
}

}}  // namespace anneal::ANNEAL_PRECISION
