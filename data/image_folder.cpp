#include "data/image_folder.h"

#include <algorithm>
#include <system_error>

#include "core/check.h"
#include "data/catalogue.h"
#include "data/files/byte_source.h"
#include "data/files/image_file.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

using std::filesystem::path;

// What is in a folder, without hidden names, by name: directories come in no order of their own.
std::vector<path> sorted_entries(const path& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<path> entries;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().filename().string().front() != '.') {
      entries.push_back(entry->path());
    }
  }
  check_data(!error, folder.string(), ": cannot be read as a folder of images: ", error.message());
  std::ranges::sort(entries, {}, [](const path& p) { return p.filename().string(); });
  return entries;
}

// Whether it is a class. A link that leads nowhere may have been one: it is not passed over.
bool is_class(const path& entry) {
  std::error_code error;
  const bool folder = std::filesystem::is_directory(std::filesystem::status(entry, error));
  check_data(!error, entry.string(), ": cannot be read as a class of images: ", error.message());
  return folder;
}

struct LabelledFile {
  path file;
  std::int32_t label = 0;
};

struct Listing {
  std::vector<LabelledFile> files = {};
  std::vector<std::string> classes = {};
};

Listing list_images(const path& folder) {
  Listing listing;
  for (const path& sub_folder : sorted_entries(folder)) {
    if (!is_class(sub_folder)) {
      continue;
    }
    const std::size_t before = listing.files.size();
    for (const path& file : sorted_entries(sub_folder)) {
      if (is_image_name(file)) {
        listing.files.push_back({file, static_cast<std::int32_t>(listing.classes.size())});
      }
    }
    check_data(listing.files.size() > before, sub_folder.string(),
               ": no .png, .jpg or .jpeg image in this class");
    listing.classes.push_back(sub_folder.filename().string());
  }
  check_data(listing.classes.size() >= 2, folder.string(), ": ", listing.classes.size(),
             listing.classes.size() == 1 ? " sub-folder" : " sub-folders",
             ", expected one for each of two or more classes");
  return listing;
}

ByteImage fitted(ByteImage image, const path& file, const ImageSize& size, bool resize) {
  if (image.height == size.height && image.width == size.width) {
    return image;
  }
  check_data(resize, file.string(), ": the image is ", image.height, " x ", image.width,
             ", expected ", size.height, " x ", size.width);
  return resized(image, size.height, size.width);
}

}  // namespace

DataSplit load_image_folder(const ImageFolderOptions& options) {
  check(0.0 < options.validation && options.validation < 1.0,
        "images: validation must be a fraction in (0, 1), got ", options.validation);
  const Listing listing = list_images(options.folder);
  const Index count = std::ssize(listing.files);
  const Index channels = options.colour ? 3 : 1;
  ByteImage image = read_image(listing.files.front().file, channels);
  const ImageSize size = options.size.value_or(ImageSize{image.height, image.width});
  const bool resize = options.resize && options.size.has_value();

  const auto held_out = static_cast<Index>(options.validation * static_cast<double>(count));
  ImageSetBuilder builder(
      {.name = "images",
       .channels = channels,
       .height = size.height,
       .width = size.width,
       .classes = std::ssize(listing.classes),
       .pool = options.pool,
       .statistics = options.statistics,
       .parts = partition(
           {.count = count, .validation = std::max<Index>(held_out, 1), .seed = options.split})});
  for (const auto& [file, label] : listing.files) {
    image = fitted(read_image(file, channels), file, size, resize);
    builder.add(image.pixels, label);
  }
  DataSplit split = std::move(builder).finish();
  split.class_names = listing.classes;
  return split;
}

DataEntry images_entry() {
  return {{.name = "images",
           .parameters =
               with({path_parameter("folder with one sub-folder of PNG or JPEG images per class"),
                     {.name = "size",
                      .kind = spec::ValueKind::kIntegers,
                      .default_text = "that of the first image",
                      .range = spec::between(1, 4096),
                      .help = "28 or [height, width]: resize every image to it",
                      .optional = true},
                     {.name = "resize",
                      .kind = spec::ValueKind::kFlag,
                      .default_text = "true",
                      .help = "false: an image that does not have this size is an error"},
                     {.name = "colour",
                      .kind = spec::ValueKind::kFlag,
                      .default_text = "false",
                      .help = "three channels instead of grey"},
                     fraction_parameter("0.2", "fraction of the images to hold out")},
                    look_parameters({"train", "none"})),
           .help = "your own images, in one folder for each class"},
          [](const spec::Arguments& arguments) {
            ImageFolderOptions options{
                .folder = arguments.text("path"),
                .resize = arguments.flag("resize"),
                .colour = arguments.flag("colour"),
                .validation = arguments.number("validation"),
                .split = seed_of(arguments, "split"),
                .pool = arguments.integer("pool"),
                .statistics = statistics_of(
                    arguments, std::vector<ChannelStatistics>(arguments.flag("colour") ? 3 : 1))};
            if (arguments.has("size")) {
              const std::vector<std::int64_t> size = arguments.integers("size");
              if (size.empty() || size.size() > 2) {
                throw arguments.error("size", "must be one side or [height, width]");
              }
              options.size = ImageSize{.height = size.front(), .width = size.back()};
            }
            return augmented(load_image_folder(options), arguments);
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
