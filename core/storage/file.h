#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace anneal {

/// The size of `path` if it can be read whole: if it is a file. Pipes and devices may never end,
/// and opening one may wait for ever.
///
/// Throws std::runtime_error naming the path, and what it is instead or the system's reason:
/// cats/a.png: is a folder, not a file
std::uint64_t file_size(const std::string& path);

/// All bytes of a file, of at most `largest` bytes. Throws what file_size() throws, and
/// std::runtime_error naming the path for a file that cannot be read or is larger.
std::string read_file(const std::string& path, std::uint64_t largest = std::uint64_t{1} << 32);

/// A file that is read from its beginning to its end, a piece at a time: a long one costs no more
/// memory than a short one. Both functions throw as read_file() does.
class InputFile final {
 public:
  explicit InputFile(std::string path);

  /// The next bytes, valid until the next call; empty at the end.
  std::string_view next();

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::string buffer_;
};

/// Writes `bytes` to `path` + ".partial", which then replaces `path` in one step: a process that is
/// stopped leaves the old file or the new one, never half of one.
/// Throws std::runtime_error naming the path and the system's reason; `path` is then as it was.
void replace_file(const std::string& path, std::string_view bytes);

/// Writes `bytes` to a file that must not be there yet: of several processes that try, one
/// succeeds. Throws std::runtime_error naming the path and the system's reason.
void create_file(const std::string& path, std::string_view bytes);

/// A file that grows while work goes on, of which every failure is reported: a full disk must not
/// pass unnoticed. All functions throw std::runtime_error naming the file and the system's reason.
class OutputFile final {
 public:
  /// Creates or empties the file.
  explicit OutputFile(std::string path);

  void write(std::string_view text);
  /// Hands what was written to the operating system, so that others can read it.
  void flush();
  /// The same, and no more is written.
  void close();

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace anneal
