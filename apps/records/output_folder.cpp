#include "apps/records/output_folder.h"

#include <array>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

#include "core/check.h"
#include "core/storage/file.h"

namespace anneal {

namespace fs = std::filesystem;

namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

}  // namespace

void check_output_folder(const fs::path& path) {
  std::error_code error;
  check(!path.empty(), "output folder: the name is empty");
  if (!fs::exists(path, error)) {
    return;
  }
  check(fs::is_directory(path, error), "output folder: ", path.string(), " is not a folder");
  const bool empty = fs::is_empty(path, error);
  check(!error, "output folder: cannot read ", path.string(), ": ", error.message());
  check(empty, "output folder: ", path.string(),
        " exists and is not empty (choose another one, or remove it first)");
}

void claim_output_folder(const fs::path& path) {
  check_output_folder(path);
  std::error_code error;
  fs::create_directories(path, error);
  check(!error, "output folder: cannot create ", path.string(), ": ", error.message());

  const fs::path claim = path / kClaimFile;
  try {
    create_file(claim.string(), join_text("process ", getpid(), " on ", host_name(), "\n"));
  } catch (const std::runtime_error& failure) {
    check(!fs::exists(claim, error), "output folder: ", path.string(),
          " was taken by another process a moment ago (choose another one)");
    throw std::invalid_argument(join_text("output folder: ", failure.what()));
  }
}

fs::path new_output_folder(const fs::path& wanted) {
  std::error_code error;
  if (wanted.has_parent_path()) {
    fs::create_directories(wanted.parent_path(), error);
  }
  fs::path folder = wanted;
  // mkdir says whether it was this process that made the folder; a look beforehand would not.
  for (int k = 2; !error && !fs::create_directory(folder, error); ++k) {
    if (error && error != std::errc::file_exists) {
      break;
    }
    error.clear();  // a file has that name
    folder = wanted;
    folder += join_text("-", k);
  }
  check(!error, "output folder: cannot create ", folder.string(), ": ", error.message());
  return folder;
}

}  // namespace anneal
