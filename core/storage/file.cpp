#include "core/storage/file.h"

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "core/text.h"

namespace anneal {
namespace {

/// Throws `what` with the system's reason behind it.
[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(join_text(what, ": ", std::generic_category().message(errno)));
}

}  // namespace

std::uint64_t file_size(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_type type = fs::status(path, error).type();
  if (type == fs::file_type::none || type == fs::file_type::not_found) {
    throw std::runtime_error(join_text(path, ": cannot be opened: ", error.message()));
  }
  if (type != fs::file_type::regular) {
    throw std::runtime_error(
        join_text(path, ": is a ", type == fs::file_type::directory ? "folder" : "pipe or device",
                  ", not a file"));
  }
  const std::uint64_t size = fs::file_size(path, error);
  if (error) {
    throw std::runtime_error(join_text(path, ": cannot be read: ", error.message()));
  }
  return size;
}

InputFile::InputFile(std::string path) : path_(std::move(path)), buffer_(1 << 16, '\0') {
  file_size(path_);  // what is no file is refused before it is opened: a pipe would wait for ever
  file_.reset(std::fopen(path_.c_str(), "rb"));
  if (!file_) {
    fail(path_ + ": cannot be opened");
  }
}

std::string_view InputFile::next() {
  const std::size_t count = std::fread(buffer_.data(), 1, buffer_.size(), file_.get());
  if (std::ferror(file_.get()) != 0) {
    fail(path_ + ": cannot be read");
  }
  return std::string_view(buffer_).substr(0, count);
}

std::string read_file(const std::string& path, std::uint64_t largest) {
  const auto check_size = [&](std::uint64_t bytes) {
    if (bytes > largest) {
      throw std::runtime_error(
          join_text(path, ": is larger than the ", largest, " bytes that are read of such a file"));
    }
  };
  const std::uint64_t size = file_size(path);
  check_size(size);
  InputFile file(path);
  std::string bytes;
  bytes.reserve(size);
  for (std::string_view piece = file.next(); !piece.empty(); piece = file.next()) {
    bytes += piece;
    check_size(bytes.size());  // it may grow meanwhile, and files of /proc say that they have 0
  }
  return bytes;
}

void replace_file(const std::string& path, std::string_view bytes) {
  const std::string partial = path + ".partial";
  OutputFile file(partial);
  try {
    file.write(bytes);
    file.close();
    if (std::rename(partial.c_str(), path.c_str()) != 0) {
      fail("cannot write " + path);
    }
  } catch (const std::runtime_error&) {
    std::remove(partial.c_str());
    throw;
  }
}

void create_file(const std::string& path, std::string_view bytes) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "wbx"), close);
  if (file == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size() ||
      std::fclose(file.release()) != 0) {
    fail("cannot write " + path);
  }
}

OutputFile::OutputFile(std::string path)
    : path_(std::move(path)), file_(std::fopen(path_.c_str(), "wb")) {
  if (!file_) {
    fail("cannot write " + path_);
  }
}

void OutputFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) {
    fail("cannot write " + path_);
  }
}

void OutputFile::flush() {
  if (std::fflush(file_.get()) != 0) {
    fail("cannot write " + path_);
  }
}

void OutputFile::close() {
  // what is still in the buffer is written now, and may find the disk full
  if (std::fclose(file_.release()) != 0) {
    fail("cannot write " + path_);
  }
}

}  // namespace anneal
