#pragma once

#include <cstdint>

// Every file that holds tensors is compiled twice, once per precision, and puts its names into the
// inline namespace that belongs to the precision: anneal::f32::Tensor and anneal::f64::Tensor are
// different types, so both can live in one program, and code that uses one of them writes plain
// anneal::Tensor. ANNEAL_DOUBLE is set by the CMake targets anneal_*_double.
#ifdef ANNEAL_DOUBLE
#define ANNEAL_PRECISION f64
#else
#define ANNEAL_PRECISION f32
#endif

namespace anneal {

/// A size or a position in a tensor; signed, so that differences are safe.
using Index = std::int64_t;

}  // namespace anneal

namespace anneal { inline namespace ANNEAL_PRECISION {

/// The number that tensors hold.
#ifdef ANNEAL_DOUBLE
using Scalar = double;
#else
using Scalar = float;
#endif

}}  // namespace anneal::ANNEAL_PRECISION
