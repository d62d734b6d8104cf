#include "apps/records/build_info.h"

#include <Eigen/Core>

#include "core/text.h"

namespace anneal {
namespace {

std::string compiler() {
#if defined(__clang__)
  return join_text("Clang ", __clang_version__);
#elif defined(__GNUC__)
  return join_text("GCC ", __VERSION__);
#else
  return "unknown";
#endif
}

std::string simd() {
#if defined(__AVX512F__)
  return "avx512f";
#elif defined(__AVX2__) && defined(__FMA__)
  return "avx2 fma";
#elif defined(__AVX__)
  return "avx";
#elif defined(__SSE2__)
  return "sse2";
#elif defined(__ARM_NEON)
  return "neon";
#else
  return "none";
#endif
}

}  // namespace

BuildInfo build_info() {
  return {
      .version = ANNEAL_VERSION,
      .compiler = compiler(),
      .flags = ANNEAL_BUILD_FLAGS,
      .simd = simd(),
      .eigen = join_text(EIGEN_WORLD_VERSION, '.', EIGEN_MAJOR_VERSION, '.', EIGEN_MINOR_VERSION)};
}

}  // namespace anneal
