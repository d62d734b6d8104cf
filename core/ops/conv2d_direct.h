#pragma once

#include "core/ops/conv2d_geometry.h"
#include "core/tensor.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Convolutions without a matrix of patches: the sums of a few output channels times a few vectors
/// of neighbouring pixels stay in registers while all taps of the weight pass by.
///
/// The product of matrices in conv2d.cpp needs all patches written out first and then sees few
/// rows. GFLOP/s of both on one core with AVX-512 (Zen 5), 64 images, forward / weight / input
/// gradient, rounded:
///
///   1 -> 8,    5x5, 28x28    product  76 /  60 /  34     direct 180 / 135 /  30
///   8 -> 16,   5x5, 14x14    product  72 /  66 /  53     direct 232 / 214 / 245
///   3 -> 32,   3x3, 32x32    product 154 / 132 /  88     direct 207 / 154 /  72
///   32 -> 64,  3x3, 16x16    product 172 / 201 / 155     direct 268 / 236 / 254
///   64 -> 128, 3x3, 8x8      product 178 / 177 / 188     direct 212 / 184 / 214
///
/// So it is taken wherever it works: stride 1 and a square weight larger than the padding. (The
/// input gradient of one or three channels hardly matters: it is that of the data.)
bool conv2d_is_direct(const ConvGeometry& n);

/// y of conv2d(), for stride 1. `bias` may be without a value.
Tensor conv2d_direct(const ConvGeometry& n,
                     const Tensor& x,
                     const Tensor& weight,
                     const Tensor& bias);

/// dx: the convolution of g with the weight turned by 180 degrees, inputs and outputs exchanged.
Tensor conv2d_direct_input_gradient(const ConvGeometry& n, const Tensor& weight, const Tensor& g);

/// dweight, for stride 1.
Tensor conv2d_direct_weight_gradient(const ConvGeometry& n, const Tensor& x, const Tensor& g);

}}  // namespace anneal::ANNEAL_PRECISION
