#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace anneal::cli {

/// What a run of the built program came to.
struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string err;
};

/// Runs `anneal` with `arguments` in `folder`, without a terminal, with `environment` added to
/// this process's own. Sends it the SIGINT of Ctrl-C once `interrupt_when` is true, if given.
Outcome run_anneal(const std::vector<std::string>& arguments,
                   const std::filesystem::path& folder = ".",
                   const std::map<std::string, std::string>& environment = {},
                   const std::function<bool()>& interrupt_when = {});

/// The same on a terminal of 100 columns, both streams together in `out`.
Outcome run_on_terminal(const std::vector<std::string>& arguments,
                        const std::filesystem::path& folder = ".",
                        const std::map<std::string, std::string>& environment = {});

/// An empty folder with a name of its own; removed with everything in it at the end of its life.
class ScratchFolder final {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, const std::string& bytes);

/// The names of everything below `folder`, sorted: to see that nothing was written.
std::vector<std::string> everything_in(const std::filesystem::path& folder);

std::vector<std::string> lines_of(const std::string& text);

}  // namespace anneal::cli
