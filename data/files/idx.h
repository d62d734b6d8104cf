#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/scalar.h"
#include "data/files/byte_source.h"

namespace anneal {

/// Records of bytes in an IDX file (MNIST's format), plain or gzip, read one after the other.
///
///   00 00 08 rank | rank extents, each 4 bytes, big-endian | the bytes, row-major
///
/// The first extent counts the records: labels have rank 1, images rank 3 (count, height, width).
/// Source: Y. LeCun, C. Cortes and C. Burges, The MNIST database of handwritten digits.
class IdxReader final {
 public:
  /// Opens the file and reads its header. `what` says in messages what the records are ("images").
  /// Throws DataError for a file that is no IDX file of bytes with this rank, that holds nothing,
  /// or that is too small for what its header promises.
  IdxReader(const std::filesystem::path& file, int rank, const char* what);

  const std::string& name() const { return source_.name(); }
  Index count() const { return extents_.front(); }
  const std::vector<Index>& extents() const { return extents_; }
  /// Bytes of one record.
  Index record_size() const { return record_size_; }

  /// The next records, as many as fill `out`. Throws DataError if the file ends before.
  void read(std::span<std::uint8_t> out);
  /// To be called after the last record. Throws DataError if there is more, or if gzip's checksum
  /// is wrong.
  void finish();

 private:
  std::string promised() const;

  ByteSource source_;
  const char* what_;
  std::vector<Index> extents_;
  Index record_size_ = 1;
  Index read_ = 0;  // bytes so far
};

/// All labels of an IDX file of rank 1. Throws DataError for one outside [0, classes), naming it
/// and its position.
std::vector<std::int32_t> read_idx_labels(const std::filesystem::path& file, Index classes);

}  // namespace anneal
