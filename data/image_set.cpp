#include "data/image_set.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "core/check.h"
#include "core/memory.h"
#include "core/rng.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// input for every possible sum of `squares` bytes.
std::vector<Scalar> input_table(const ChannelStatistics& channel, Index squares) {
  std::vector<Scalar> table(255 * squares + 1);
  for (std::size_t sum = 0; sum < table.size(); ++sum) {
    const double pixel = static_cast<double>(sum) / (255.0 * static_cast<double>(squares));
    table[sum] = static_cast<Scalar>((pixel - channel.mean) / channel.deviation);
  }
  return table;
}

Dataset empty_set(const ImageSetOptions& options, Part part) {
  const Index count = count_of(options.parts, part);
  Dataset data{.name = options.name, .classes = options.classes};
  data.inputs = Tensor(
      Shape{count, options.channels, options.height / options.pool, options.width / options.pool});
  data.labels.reserve(count);
  return data;
}

// Statistics of one channel of images (N, C, H, W), in two passes over what differs from the first
// pixel: the mean of the squares minus the square of the mean would leave rounding noise of a
// channel that never changes, and dividing by it blows up whatever is held out and not constant.
ChannelStatistics measure(const Tensor& images, Index channel) {
  const Index area = images.shape()[2] * images.shape()[3];
  const Index stride = images.shape()[1] * area;
  const auto count = static_cast<double>(images.shape()[0] * area);
  const double first = images.data()[channel * area];
  const auto mean_of = [&](const auto& function) {
    double sum = 0.0;
    for (Index n = 0; n < images.shape()[0]; ++n) {
      for (const double x : images.values().subspan(n * stride + channel * area, area)) {
        sum += function(x - first);
      }
    }
    return sum / count;
  };
  const double shift = mean_of([](double x) { return x; });
  const double variance = mean_of([shift](double x) { return (x - shift) * (x - shift); });
  const double deviation = std::sqrt(variance);
  // A channel that never changes is centred and left at its scale. What is below the digits that a
  // float has next to 1 is rounding, in either precision.
  constexpr double kNoise = std::numeric_limits<float>::epsilon();
  return {.mean = first + shift, .deviation = deviation > kNoise ? deviation : 1.0};
}

void standardize(Tensor& mutable_images, Index channel, const ChannelStatistics& by) {
  const Index area = mutable_images.shape()[2] * mutable_images.shape()[3];
  const Index stride = mutable_images.shape()[1] * area;
  for (Index n = 0; n < mutable_images.shape()[0]; ++n) {
    for (Scalar& x : mutable_images.values().subspan(n * stride + channel * area, area)) {
      x = static_cast<Scalar>((x - by.mean) / by.deviation);
    }
  }
}

}  // namespace

std::vector<Part> partition(const PartitionOptions& options) {
  const auto& [count, train, held_out, test, seed] = options;
  const Index validation = test > 0 ? 0 : held_out;
  check(train >= 0 && validation >= 0, "train and validation must be >= 0, got ", train, " and ",
        validation);
  check(train > 0 || validation < count, "validation=", validation,
        " leaves nothing to train with: there are ", count, " samples (hold out fewer)");
  check(train <= count && validation <= count - train, "train=", train,
        " and validation=", validation, " need more samples than there are (", count, ")");
  std::vector<Part> parts(count, train == 0 ? Part::kTrain : Part::kUnused);
  std::fill_n(parts.begin(), train, Part::kTrain);
  Index left = validation;
  for (const Index sample : Rng(seed, "split").permutation(count)) {
    if (left > 0 && sample >= train) {
      parts[sample] = Part::kValidation;
      --left;
    }
  }
  parts.resize(parts.size() + test, Part::kValidation);
  return parts;
}

Index count_of(const std::vector<Part>& parts, Part part) {
  return std::ranges::count(parts, part);
}

ImageSetBuilder::ImageSetBuilder(ImageSetOptions options) : options_(std::move(options)) {
  const auto& [name, channels, height, width, classes, pool, statistics, parts] = options_;
  check(pool >= 1 && height % pool == 0 && width % pool == 0, "pool=", pool,
        " does not divide images of ", height, " x ", width);
  check(statistics.empty() || std::ssize(statistics) == channels, name, ": ", statistics.size(),
        " statistics for ", channels, " channels");
  check_memory(sizeof(Scalar) * static_cast<double>(std::ssize(parts)) *
                   static_cast<double>(channels * (height / pool) * (width / pool)),
               name, ": ", parts.size(), " images of ", height / pool, " x ", width / pool);
  for (Index c = 0; c < channels; ++c) {
    tables_.push_back(
        input_table(statistics.empty() ? ChannelStatistics{} : statistics[c], pool * pool));
  }
  split_.train = empty_set(options_, Part::kTrain);
  split_.validation = empty_set(options_, Part::kValidation);
}

void ImageSetBuilder::add(std::span<const std::uint8_t> pixels, std::int32_t label) {
  const auto& [name, channels, height, width, classes, pool, statistics, parts] = options_;
  check(std::ssize(pixels) == channels * height * width, name, ": an image has ", pixels.size(),
        " bytes, expected ", channels, " x ", height, " x ", width);
  const Part part = parts.at(added_++);
  if (part == Part::kUnused) {
    return;
  }
  Dataset& data = part == Part::kTrain ? split_.train : split_.validation;
  const Index size = channels * (height / pool) * (width / pool);
  Scalar* out = data.inputs.data() + std::ssize(data.labels) * size;
  data.labels.push_back(label);
  const std::uint8_t* in = pixels.data();
  // The sum of a square's bytes is a whole number, so a table holds every possible input: no
  // division per pixel.
  for (const std::vector<Scalar>& table : tables_) {
    if (pool == 1) {
      for (Index i = 0; i < height * width; ++i) {
        *out++ = table[in[i]];
      }
    } else {
      for (Index y = 0; y < height; y += pool) {
        for (Index x = 0; x < width; x += pool) {
          std::size_t sum = 0;
          for (Index i = 0; i < pool * pool; ++i) {
            sum += in[(y + i / pool) * width + x + i % pool];
          }
          *out++ = table[sum];
        }
      }
    }
    in += height * width;
  }
}

DataSplit ImageSetBuilder::finish() && {
  if (added_ != std::ssize(options_.parts)) {
    throw std::logic_error(join_text(options_.name, ": finish() after ", added_, " of ",
                                     options_.parts.size(), " images"));
  }
  if (options_.statistics.empty()) {
    for (Index c = 0; c < options_.channels; ++c) {
      const ChannelStatistics by = measure(split_.train.inputs, c);
      standardize(split_.train.inputs, c, by);
      standardize(split_.validation.inputs, c, by);
    }
  }
  check_consistent(split_.train);
  check_consistent(split_.validation);
  return std::move(split_);
}

}}  // namespace anneal::ANNEAL_PRECISION
