#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/tensor.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// The distribution that a weight starts from.
enum class Init {
  kDefault,        ///< PyTorch's: uniform in +-1/sqrt(fan_in), for the bias too
  kHeNormal,       ///< normal, deviation sqrt(2 / fan_in)
  kHeUniform,      ///< uniform in +-sqrt(6 / fan_in)
  kGlorotNormal,   ///< normal, deviation sqrt(2 / (fan_in + fan_out))
  kGlorotUniform,  ///< uniform in +-sqrt(6 / (fan_in + fan_out))
  kZeros,
};

/// "default", "he" (normal), "he_normal", "he_uniform", "glorot" (uniform), "glorot_normal",
/// "glorot_uniform", "zeros". Throws std::invalid_argument for any other name.
Init init_by_name(std::string_view name);

/// How many numbers a weight reads for one output, and writes for one input.
///
/// Shapes: (out, in) for a linear layer; (out, in, kh, kw) for a convolution, whose fans count the
/// kh kw positions of the kernel: fan_in = in kh kw, fan_out = out kh kw.
/// Throws std::invalid_argument for rank < 2.
struct Fans {
  Index in = 0;
  Index out = 0;
};
Fans fans_of(const Shape& weight);

/// The weight called `name` under `seed`.
///
/// A pure function of its arguments: every name has its own random stream, so adding a layer never
/// changes the weights of another one. Both precisions draw the same numbers, rounded.
/// Source: He et al. 2015, eq. 10 (arXiv:1502.01852); Glorot and Bengio 2010, eq. 16. The default
/// is what torch.nn.Linear and Conv2d do (kaiming_uniform_ with a = sqrt(5)).
Tensor initial_weight(Init init, const Shape& shape, std::uint64_t seed, std::string_view name);

/// The bias that goes with a weight: uniform in +-1/sqrt(fan_in) under Init::kDefault, else zero.
Tensor initial_bias(Init init, const Shape& weight, std::uint64_t seed, std::string_view name);

/// Normal numbers with mean 0 from the stream of `name`: embeddings, and problems with a drawn
/// start.
Tensor initial_normal(const Shape& shape,
                      double deviation,
                      std::uint64_t seed,
                      std::string_view name);

}}  // namespace anneal::ANNEAL_PRECISION
