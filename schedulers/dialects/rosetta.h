#pragma once

#include <string>

namespace anneal {

/// The page docs/rosetta.md: how to say each schedule in each library and here. Made of the tables
/// that the program itself reads, so that it cannot be wrong about them.
std::string rosetta_page();

}  // namespace anneal
