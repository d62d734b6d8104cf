#include "apps/records/output_file.h"

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "core/text.h"

namespace anneal {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
  const int reason = errno;
  throw std::runtime_error(join_text("cannot write ", path.string(), ": ", std::strerror(reason)));
}

}  // namespace

OutputFile::OutputFile(std::filesystem::path path)
    : path_(std::move(path)), file_(std::fopen(path_.c_str(), "wb")) {
  if (!file_) {
    fail(path_);
  }
}

void OutputFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) {
    fail(path_);
  }
}

void OutputFile::flush() {
  if (std::fflush(file_.get()) != 0) {
    fail(path_);
  }
}

}  // namespace anneal
