#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "data/dataset.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// What a sample is used for.
enum class Part : std::uint8_t { kUnused, kTrain, kValidation };

struct PartitionOptions {
  Index count = 0;         // samples of the training files
  Index train = 0;         // samples to train with; 0: all that are not held out
  Index validation = 0;    // samples to hold out
  Index test = 0;          // samples of test files, if they are to be the validation part
  std::uint64_t seed = 0;  // of the hold-out
};

/// Which samples are held out for validation and which are trained with, in the file's order.
///
/// With a limit, the training part is the first `train` samples and the hold-out is drawn from the
/// others; without one, the hold-out is drawn from all and the training part is what remains:
///
///   held out = the first `validation` entries >= train of a permutation of 0..count-1
///
/// Samples of test files come after the others; if there are any, nothing is held out.
/// So fewer training samples leave (nearly) the same hold-out. Stream: "split" under `seed`.
/// Throws std::invalid_argument if train + validation > count, or if nothing is left to train with.
std::vector<Part> partition(const PartitionOptions& options);

/// How many samples are of that part.
Index count_of(const std::vector<Part>& parts, Part part);

/// Mean and standard deviation of a channel's pixels, which count from 0 (black) to 1.
struct ChannelStatistics {
  double mean = 0.0;
  double deviation = 1.0;
};

struct ImageSetOptions {
  std::string name = {};
  Index channels = 1;
  Index height = 0;
  Index width = 0;
  Index classes = 0;
  Index pool = 1;  // replace every pool x pool square by its mean
  /// One for each channel; empty: those of the training part are computed and used.
  std::vector<ChannelStatistics> statistics = {};
  std::vector<Part> parts = {};  // one for each image to come
};

/// What loads a published image set that has files for training and files for testing.
struct ImageBenchmarkOptions {
  std::string name = {};
  std::filesystem::path folder = {};
  std::string how_to_get = {};    // ends the message when files are missing
  Index train = 0;                // the first so many training images; 0: all that remain
  Index validation = 0;           // held out of the training files
  bool validate_on_test = false;  // validate on the test files instead, and hold out nothing
  std::uint64_t split = 0;        // seed of the hold-out
  Index pool = 1;
  std::vector<ChannelStatistics> statistics = {};
};

/// Turns images of bytes into a data set, one after the other, each straight into its place.
///
///   input = (mean of the bytes of a square / 255 - mean) / deviation
///
/// Shapes: images (channels, height, width) -> samples (channels, height / pool, width / pool).
/// Units: the statistics are those of pixels; pooling keeps the mean and shrinks the deviation, so
/// pooled sets under given statistics have a deviation below 1.
/// Throws std::invalid_argument if pool does not divide height and width, or there is not one
/// statistic for each channel.
class ImageSetBuilder final {
 public:
  explicit ImageSetBuilder(ImageSetOptions options);

  /// The next image: channels x height x width bytes, row-major.
  void add(std::span<const std::uint8_t> pixels, std::int32_t label);
  /// The data set. Throws std::logic_error unless all images have been added.
  DataSplit finish() &&;

 private:
  ImageSetOptions options_;
  std::vector<std::vector<Scalar>> tables_;  // per channel: input for every sum of a square's bytes
  DataSplit split_;
  Index added_ = 0;
};

}}  // namespace anneal::ANNEAL_PRECISION
