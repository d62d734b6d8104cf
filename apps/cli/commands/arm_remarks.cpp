#include "apps/cli/commands/arm_remarks.h"

#include <algorithm>
#include <iterator>

namespace anneal::cli {
namespace {

using Arms = std::vector<const ArmRemarks*>;

std::vector<std::string> distinct(const Arms& arms, std::string ArmRemarks::*part) {
  std::vector<std::string> names;
  for (const ArmRemarks* arm : arms) {
    if (std::ranges::find(names, arm->*part) == names.end()) {
      names.push_back(arm->*part);
    }
  }
  return names;
}

/// The arms of a grid, by the shortest names that say which: all, schedules, optimizers, or pairs.
std::string names_of(const Arms& some, const Arms& all) {
  const std::vector<std::string> optimizers = distinct(some, &ArmRemarks::optimizer);
  const std::vector<std::string> schedules = distinct(some, &ArmRemarks::schedule);
  std::vector<std::string> names;
  if (some.size() == all.size()) {
    return "";
  }
  if (some.size() == schedules.size() * distinct(all, &ArmRemarks::optimizer).size()) {
    names = schedules;
  } else if (some.size() == optimizers.size() * distinct(all, &ArmRemarks::schedule).size()) {
    names = optimizers;
  } else {
    for (const ArmRemarks* arm : some) {
      names.push_back(arm->optimizer + " with " + arm->schedule);
    }
  }
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : "; ") + name;
  }
  return text + ": ";
}

}  // namespace

std::vector<std::string> grouped(std::span<const ArmRemarks> arms) {
  Arms all;
  std::vector<std::string> texts;
  for (const ArmRemarks& arm : arms) {
    all.push_back(&arm);
    for (const std::string& text : arm.texts) {
      if (std::ranges::find(texts, text) == texts.end()) {
        texts.push_back(text);
      }
    }
  }
  for (std::string& text : texts) {
    Arms some;
    std::ranges::copy_if(all, std::back_inserter(some), [&](const ArmRemarks* arm) {
      return std::ranges::find(arm->texts, text) != arm->texts.end();
    });
    text.insert(0, names_of(some, all));
  }
  return texts;
}

}  // namespace anneal::cli
