#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>

#include "core/text.h"

struct gzFile_s;  // zlib's handle

namespace anneal {

/// A data set that is missing or not what it should be; what() is one line that names the file,
/// says what was found and what was expected.
class DataError final : public std::runtime_error {
 public:
  template <class... Parts>
  explicit DataError(const Parts&... parts) : std::runtime_error(join_text(parts...)) {}
};

/// Throws DataError with the joined texts of `parts` unless `condition` holds.
template <class... Parts>
void check_data(bool condition, const Parts&... parts) {
  if (!condition) [[unlikely]] {
    throw DataError(parts...);
  }
}

/// What `read` returns; a std::runtime_error of core/storage becomes a DataError.
template <class Read>
auto as_data_error(const Read& read) {
  try {
    return read();
  } catch (const DataError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw DataError(error.what());
  }
}

/// True unless there is nothing of this name. Of what else may be wrong (a link in a circle, a
/// folder that nobody may enter) opening the file tells more.
bool is_there(const std::filesystem::path& file);

/// The bytes of a file from its beginning to its end, unpacked on the way if it is gzip (by its
/// content; a name that ends in ".gz" must be).
///
/// Throws DataError, from any member, for a file that is missing, empty, unreadable, cut short or
/// corrupt (gzip's checksum included, once the end has been read).
class ByteSource final {
 public:
  explicit ByteSource(const std::filesystem::path& file);

  /// The file as messages name it.
  const std::string& name() const { return name_; }
  /// Fills `out` from where the last read stopped; less than all of it only at the end of the data.
  std::size_t read(std::span<std::uint8_t> out);
  /// No more than this many bytes can come out: the size of the file, times deflate's best ratio if
  /// it is packed. What a header promises is checked against it before memory is asked for.
  std::uint64_t capacity() const { return capacity_; }
  /// Whether it is gzip.
  bool packed() const { return packed_; }

 private:
  struct Close {
    void operator()(gzFile_s* file) const;
  };
  std::string name_;
  std::unique_ptr<gzFile_s, Close> file_;
  std::uint64_t capacity_ = 0;
  bool packed_ = false;
};

}  // namespace anneal
