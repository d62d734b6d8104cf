#include "data/text_set.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/check.h"
#include "core/memory.h"
#include "data/catalogue.h"
#include "data/files/byte_source.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

// A packed file may unpack to anything; every character becomes a Scalar and a label.
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

std::vector<std::uint8_t> read_text(const std::filesystem::path& file) {
  ByteSource source(file);
  std::vector<std::uint8_t> text;
  std::size_t got = 0;
  do {
    text.resize(text.size() + (std::size_t{1} << 20));
    got = source.read(std::span(text).last(std::size_t{1} << 20));
    check_data(text.size() <= kMostBytes, source.name(), ": longer than ", kMostBytes, " bytes");
  } while (got == std::size_t{1} << 20);
  text.resize(text.size() - (std::size_t{1} << 20) + got);
  return text;
}

// Windows of `length` characters and the character after each of them.
Dataset windows(std::span<const std::uint8_t> ids, Index length, Index stride, Index classes) {
  const Index count = (std::ssize(ids) - 1 - length) / stride + 1;
  check_memory((sizeof(Scalar) + sizeof(std::int32_t)) * static_cast<double>(count) *
                   static_cast<double>(length),
               "text: ", count, " windows of length=", length, ", one every stride=", stride);
  Dataset data{.name = "text", .inputs = Tensor(Shape{count, length}), .classes = classes};
  data.labels.reserve(count * length);
  Scalar* out = data.inputs.data();
  for (Index i = 0; i < count; ++i) {
    const std::uint8_t* first = ids.data() + i * stride;
    out = std::copy_n(first, length, out);
    data.labels.insert(data.labels.end(), first + 1, first + 1 + length);
  }
  return data;
}

}  // namespace

DataSplit load_text(const TextOptions& options) {
  const auto [file, length, stride, validation] = options;
  check(length >= 1 && stride >= 0, "text: length must be >= 1 and stride >= 0, got ", length,
        " and ", stride);
  check(0.0 < validation && validation < 1.0, "text: validation must be a fraction in (0, 1), got ",
        validation);
  std::vector<std::uint8_t> ids = read_text(file);

  std::array<bool, 256> occurs{};
  for (const std::uint8_t byte : ids) {
    occurs[byte] = true;
  }
  std::array<std::uint8_t, 256> id_of{};
  DataSplit split;
  for (std::size_t byte = 0; byte < occurs.size(); ++byte) {
    if (occurs[byte]) {
      id_of[byte] = static_cast<std::uint8_t>(split.vocabulary.size());
      split.vocabulary += static_cast<char>(byte);
    }
  }
  for (std::uint8_t& id : ids) {
    id = id_of[id];
  }

  const auto held_out = static_cast<std::size_t>(validation * static_cast<double>(ids.size()));
  const auto shortest = static_cast<std::size_t>(length) + 1;
  check_data(held_out >= shortest && ids.size() - held_out >= shortest, file.string(), ": ",
             ids.size(), " characters are too few for windows of ", length,
             " + 1 with validation=", validation);
  const Index classes = std::ssize(split.vocabulary);
  const std::span<const std::uint8_t> all(ids);
  split.train =
      windows(all.first(ids.size() - held_out), length, stride > 0 ? stride : length, classes);
  split.validation = windows(all.last(held_out), length, length, classes);
  return split;
}

DataEntry text_entry() {
  return {{.name = "text",
           .parameters = {path_parameter("a text file, plain or .gz"),
                          count_parameter("length", "64", "characters in a window"),
                          {.name = "stride",
                           .kind = spec::ValueKind::kInteger,
                           .default_text = "length",
                           .range = spec::at_least(1),
                           .help = "from the start of one training window to the next",
                           .optional = true},
                          fraction_parameter("0.1", "fraction at the end of the text to hold out")},
           .help = "your own text: learn the next character from the ones before"},
          [](const spec::Arguments& arguments) {
            return load_text({.file = arguments.text("path"),
                              .length = arguments.integer("length"),
                              .stride = arguments.has("stride") ? arguments.integer("stride") : 0,
                              .validation = arguments.number("validation")});
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
