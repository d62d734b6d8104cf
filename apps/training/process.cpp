#include "apps/training/process.h"

#include <sys/resource.h>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace anneal {
namespace {

#if defined(__SSE2__)
constexpr std::uint64_t kFlush = 0x8040;  // FTZ and DAZ
std::uint64_t read_control() {
  return _mm_getcsr();
}
void write_control(std::uint64_t control) {
  _mm_setcsr(static_cast<unsigned>(control));
}
#elif defined(__aarch64__)
constexpr std::uint64_t kFlush = std::uint64_t{1} << 24;  // FZ
std::uint64_t read_control() {
  std::uint64_t control = 0;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  return control;
}
void write_control(std::uint64_t control) {
  __asm__ volatile("msr fpcr, %0" : : "r"(control));
}
#else
constexpr std::uint64_t kFlush = 0;
std::uint64_t read_control() {
  return 0;
}
void write_control(std::uint64_t /*control*/) {}
#endif

}  // namespace

FlushDenormals::FlushDenormals() : outer_(read_control()) {
  write_control(outer_ | kFlush);
}

FlushDenormals::~FlushDenormals() {
  write_control(outer_);
}

std::int64_t peak_resident_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
#if defined(__APPLE__)
  return usage.ru_maxrss;
#else
  return std::int64_t{usage.ru_maxrss} * 1024;
#endif
}

}  // namespace anneal
