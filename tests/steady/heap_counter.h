#pragma once

#include <cstddef>

namespace anneal::steady {

/// How often this program's operator new, replaced in heap_counter.cpp, has been called so far.
///
/// Blocks that Eigen takes for itself (temporaries of large products) come from malloc and are not
/// seen.
std::size_t heap_allocations();

}  // namespace anneal::steady
