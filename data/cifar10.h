#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "data/image_set.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// CIFAR-10 in its binary form: 32 x 32 colour images of 10 classes.
///
/// The files are data_batch_1.bin to data_batch_5.bin and test_batch.bin; each is a sequence of
/// records of one label byte and 3 x 1024 bytes (red, green, blue; row-major).
/// Shapes: samples (3, 32 / pool, 32 / pool).
/// Throws DataError if a file is missing or wrong.
/// Source: Krizhevsky 2009, Learning multiple layers of features from tiny images.
DataSplit load_cifar10(const ImageBenchmarkOptions& options);

/// Of the 50,000 training images: red, green, blue.
inline constexpr std::array<ChannelStatistics, 3> kCifar10Statistics{
    {{.mean = 0.4914, .deviation = 0.2470},
     {.mean = 0.4822, .deviation = 0.2435},
     {.mean = 0.4465, .deviation = 0.2616}}};

}}  // namespace anneal::ANNEAL_PRECISION
