#pragma once

#include <string>

namespace anneal {

/// What the program was built from and with: half of what it takes to repeat a number.
struct BuildInfo {
  std::string version;   ///< of anneal
  std::string compiler;  ///< name and version
  std::string flags;     ///< build type and flags
  std::string simd;      ///< widest vector instructions that the compiler may use: "avx512f", ...
  std::string eigen;     ///< version
};

BuildInfo build_info();

}  // namespace anneal
