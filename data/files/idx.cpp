#include "data/files/idx.h"

#include <array>

#include "data/files/byte_source.h"

namespace anneal {
namespace {

std::uint32_t big_endian(std::span<const std::uint8_t> b) {
  return std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | b[3];
}

std::string hex(std::uint32_t value) {
  std::string text = "0x";
  for (int shift = 28; shift >= 0; shift -= 4) {
    text += "0123456789abcdef"[value >> shift & 15U];
  }
  return text;
}

}  // namespace

IdxReader::IdxReader(const std::filesystem::path& file, int rank, const char* what)
    : source_(file), what_(what) {
  const auto next = [&] {
    std::array<std::uint8_t, 4> bytes{};
    check_data(source_.read(bytes) == bytes.size(), name(), ": cut short inside the IDX header");
    return big_endian(bytes);
  };
  const std::uint32_t magic = next();
  const std::uint32_t expected = 0x0800U + static_cast<std::uint32_t>(rank);
  check_data(magic == expected, name(), ": not an IDX file of ", what, ": its magic number is ",
             hex(magic), ", expected ", hex(expected));
  double bytes = 1.0;  // as a double: four extents of 2^32 overflow everything else
  for (int axis = 0; axis < rank; ++axis) {
    extents_.push_back(next());
    bytes *= static_cast<double>(extents_.back());
  }
  check_data(bytes > 0.0, name(), ": the IDX header says that there are no ", what, " (",
             promised(), ")");
  check_data(bytes <= static_cast<double>(source_.capacity()), name(),
             ": cut short: the header promises ", promised(), " bytes of ", what,
             ", more than the file can hold");
  for (int axis = 1; axis < rank; ++axis) {
    record_size_ *= extents_[axis];
  }
}

std::string IdxReader::promised() const {
  std::string text;
  for (const Index extent : extents_) {
    text += (text.empty() ? "" : " x ") + std::to_string(extent);
  }
  return text;
}

void IdxReader::read(std::span<std::uint8_t> out) {
  const std::size_t got = source_.read(out);
  read_ += got;
  check_data(got == out.size(), name(), ": cut short: ", read_, " bytes of ", what_, ", expected ",
             promised(), " = ", count() * record_size_);
}

void IdxReader::finish() {
  std::array<std::uint8_t, 1> more{};
  check_data(source_.read(more) == 0, name(), ": longer than its header says: expected ",
             promised(), " = ", count() * record_size_, " bytes of ", what_, ", found more");
}

std::vector<std::int32_t> read_idx_labels(const std::filesystem::path& file, Index classes) {
  IdxReader reader(file, 1, "labels");
  std::vector<std::uint8_t> bytes(reader.count());
  reader.read(bytes);
  reader.finish();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    check_data(bytes[i] < classes, reader.name(), ": label ", bytes[i], " of sample ", i,
               " is outside [0, ", classes, ")");
  }
  return {bytes.begin(), bytes.end()};
}

}  // namespace anneal
