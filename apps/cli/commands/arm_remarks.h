#pragma once

#include <span>
#include <string>
#include <vector>

namespace anneal::cli {

/// What is to be said of one arm of a comparison, a sentence each.
struct ArmRemarks {
  std::string optimizer, schedule;
  std::vector<std::string> texts;
};

/// Each sentence once, behind the arms that it is about: "step(every=10ep): ..." where that is so
/// under every optimizer, "radam with cosine; radam with linear: ..." otherwise, and alone where it
/// is about all of them.
std::vector<std::string> grouped(std::span<const ArmRemarks> arms);

}  // namespace anneal::cli
