#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

namespace anneal {

/// A file being written, of which every failure is reported: a full disk must not pass unnoticed.
///
/// All functions throw std::runtime_error naming the file and the reason.
class OutputFile final {
 public:
  /// Creates or empties the file.
  explicit OutputFile(std::filesystem::path path);

  void write(std::string_view text);
  /// Hands what was written to the operating system, so that others can read it.
  void flush();

 private:
  struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
  };

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace anneal
