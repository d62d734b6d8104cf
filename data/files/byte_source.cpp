#include "data/files/byte_source.h"

#include <algorithm>
#include <system_error>
#include <zlib.h>

#include "core/storage/file.h"

namespace anneal {
namespace {

constexpr std::uint64_t kDeflateBestRatio = 1032;  // zlib's technical notes
// gzread takes an unsigned and returns an int: stay below both.
constexpr std::size_t kLargestRead = std::size_t{1} << 30;

}  // namespace

bool is_there(const std::filesystem::path& file) {
  std::error_code error;
  return std::filesystem::symlink_status(file, error).type() !=
         std::filesystem::file_type::not_found;
}

void ByteSource::Close::operator()(gzFile_s* file) const {
  gzclose_r(file);
}

ByteSource::ByteSource(const std::filesystem::path& file) : name_(file.string()) {
  const std::uint64_t size = as_data_error([&] { return file_size(name_); });
  check_data(size > 0, name_, ": the file is empty");
  file_.reset(gzopen(name_.c_str(), "rb"));
  check_data(file_ != nullptr, name_, ": cannot be opened");
  gzbuffer(file_.get(), 1U << 18);
  packed_ = gzdirect(file_.get()) == 0;
  check_data(packed_ || file.extension() != ".gz", name_, ": not in gzip format");
  capacity_ = packed_ ? size * kDeflateBestRatio : size;
}

std::size_t ByteSource::read(std::span<std::uint8_t> out) {
  std::size_t done = 0;
  while (done < out.size()) {
    const std::size_t wanted = std::min(out.size() - done, kLargestRead);
    const int got = gzread(file_.get(), out.data() + done, static_cast<unsigned>(wanted));
    if (got > 0) {
      done += got;
    }
    if (got < static_cast<int>(wanted)) {
      break;
    }
  }
  // zlib checks the checksum and the end of the stream only when it comes to them.
  if (done < out.size()) {
    int code = Z_OK;
    const char* reason = gzerror(file_.get(), &code);
    check_data(code != Z_BUF_ERROR, name_, ": cut short: the gzip stream has no end");
    check_data(code != Z_DATA_ERROR, name_, ": corrupt gzip data");
    check_data(code == Z_OK || code == Z_STREAM_END, name_, ": cannot be read: ", reason);
  }
  return done;
}

}  // namespace anneal
