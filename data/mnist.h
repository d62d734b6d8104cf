#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/image_set.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// MNIST or a set in its form: 28 x 28 grey images of 10 classes in four IDX files.
///
/// The files are train-images-idx3-ubyte, train-labels-idx1-ubyte and their t10k- siblings, each
/// plain or .gz, with '-' or '.' before "idx". See partition() for who is held out.
/// Shapes: samples (1, 28 / pool, 28 / pool).
/// Throws DataError if a file is missing or wrong.
DataSplit load_mnist(const ImageBenchmarkOptions& options);

/// What is known of the two sets' training files (60,000 images): .2860 and .3530 for
/// Fashion-MNIST, .1307 and .3081 for MNIST.
inline constexpr ChannelStatistics kFashionMnistStatistics{.mean = 0.2860, .deviation = 0.3530};
inline constexpr ChannelStatistics kMnistStatistics{.mean = 0.1307, .deviation = 0.3081};

/// Where Debian's package dataset-fashion-mnist puts its files.
inline constexpr const char* kFashionMnistFolder = "/usr/share/datasets/fashion-mnist";

}}  // namespace anneal::ANNEAL_PRECISION
