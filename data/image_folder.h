#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "data/image_set.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct ImageSize {
  Index height = 0;
  Index width = 0;
};

struct ImageFolderOptions {
  std::filesystem::path folder = {};
  std::optional<ImageSize> size = {};  // without: the size of the first image
  bool resize = true;                  // to `size`; false: an image of another size is an error
  bool colour = false;
  double validation = 0.2;  // the fraction to hold out, rounded down, at least one image
  std::uint64_t split = 0;  // seed of the hold-out
  Index pool = 1;
  std::vector<ChannelStatistics> statistics = {};
};

/// Images (PNG, JPEG) in a folder with one sub-folder for each class.
///
/// Classes are numbered, and images come, in the order of their names (byte by byte). The split has
/// the names of the classes. Without `size` all images must have the size of the first one. Files
/// with other names than .png, .jpg and .jpeg, and names that begin with a dot, are passed over.
/// Shapes: samples (1 or 3, height / pool, width / pool).
/// Throws DataError naming the folder or the image at fault.
DataSplit load_image_folder(const ImageFolderOptions& options);

}}  // namespace anneal::ANNEAL_PRECISION
