#include "apps/report/gnuplot.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "core/storage/file.h"
#include "core/text.h"

namespace anneal::report {
namespace {

constexpr std::array<std::string_view, 7> kColours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                      "#e69f00", "#56b4e9", "#000000"};
constexpr std::array<std::string_view, 7> kTextColours = {
    "#005a8e", "#a84a00", "#00714f", "#9c4577", "#9a6a00", "#22709f", "#000000"};
constexpr std::array<std::string_view, 6> kDashes = {"solid", "(14,5)", "(14,4,3,4)",
                                                     "(7,4)", "(3,3)",  "(20,4,3,4,3,4)"};

template <std::size_t N>
std::string cyclic(const std::array<std::string_view, N>& list, int k) {
  return std::string(list[static_cast<std::size_t>(k) % N]);
}

struct Outcome {
  int status = 0;
  int signal = 0;  // that asked us to stop
  std::string said = {};
};

/// Takes a signal that the caller has blocked and that has come; 0 if there is none.
int take_blocked_signal() {
  sigset_t pending;
  sigpending(&pending);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGXCPU}) {
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    const timespec at_once{};
    if (sigismember(&pending, number) == 1 && sigtimedwait(&one, nullptr, &at_once) == number) {
      return number;
    }
  }
  return 0;
}

/// Collects in `outcome` what the child says, until it closes its end of the pipe; ends it when we
/// are asked to stop.
void listen(int pipe_end, pid_t child, Outcome& outcome) {
  constexpr int kPatience = 50;  // milliseconds between two looks for a signal
  std::array<char, 4096> buffer{};
  pollfd end{pipe_end, POLLIN, 0};
  for (;;) {
    outcome.signal = take_blocked_signal();
    if (outcome.signal != 0) {
      kill(child, SIGKILL);
      return;
    }
    if (poll(&end, 1, kPatience) <= 0) {
      continue;
    }
    const ssize_t count = read(pipe_end, buffer.data(), buffer.size());
    if (count == 0 || (count < 0 && errno != EINTR)) {
      return;
    }
    outcome.said.append(buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  }
}

/// The child hears of Ctrl-C, and of everything else, whatever its parent blocks and ignores.
void hear_all_signals(posix_spawnattr_t& attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/// Starts gnuplot with `arguments` in `folder` and collects what it says on stdout and stderr.
/// A status of 127 means that it could not be started.
Outcome run_gnuplot(const std::filesystem::path& folder, std::vector<std::string> arguments) {
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) {
    return {.status = 127, .said = "no pipe"};
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", 0, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], 2);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  hear_all_signals(attributes);

  arguments.insert(arguments.begin(), {"gnuplot", "--default-settings"});
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) {
    argv.push_back(argument.data());
  }
  argv.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawnp(&child, "gnuplot", &actions, &attributes, argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);

  Outcome outcome{.status = 127};
  if (error == 0) {
    listen(pipe_ends[0], child, outcome);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
    // Ctrl-C reaches gnuplot as well, and it may be gone before we have looked
    outcome.signal = outcome.signal == 0 ? take_blocked_signal() : outcome.signal;
  }
  close(pipe_ends[0]);
  return outcome;
}

constexpr const char* kPartial = ".partial";

/// The last bytes of a whole figure: its closing tag, or PNG's chunk IEND with its checksum.
bool is_whole(const std::filesystem::path& figure, std::string_view ending) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(figure, error)) {
    return false;
  }
  std::string bytes = read_file(figure.string());
  if (ending == ".png") {
    return bytes.ends_with(std::string_view("IEND\xae\x42\x60\x82", 8));
  }
  bytes.erase(bytes.find_last_not_of(" \n") + 1);
  return bytes.ends_with("</svg>");
}

/// What gnuplot draws of `stem`, gone at the end unless it is kept.
class DrawnFiles final {
 public:
  DrawnFiles(const std::filesystem::path& folder, const std::string& stem) {
    for (const char* ending : {".svg", ".png"}) {
      files_.push_back({folder / (stem + ending + kPartial), folder / (stem + ending), ending});
    }
  }
  DrawnFiles(const DrawnFiles&) = delete;
  DrawnFiles& operator=(const DrawnFiles&) = delete;
  ~DrawnFiles() {
    std::error_code ignored;
    for (const File& file : files_) {
      std::filesystem::remove(file.partial, ignored);
    }
  }

  /// Gives the files their names. Throws std::runtime_error if one of them is not whole.
  void keep() const {
    for (const File& file : files_) {
      if (!is_whole(file.partial, file.ending)) {
        throw std::runtime_error(join_text("figures: gnuplot did not finish ", file.whole.string(),
                                           " (is the disk full?)"));
      }
    }
    for (const File& file : files_) {
      std::error_code error;
      std::filesystem::rename(file.partial, file.whole, error);
      if (error) {
        throw std::runtime_error(
            join_text("figures: cannot write ", file.whole.string(), ": ", error.message()));
      }
    }
  }

 private:
  struct File {
    std::filesystem::path partial, whole;
    std::string_view ending;
  };
  std::vector<File> files_;
};

/// The line of gnuplot's complaint that says what is wrong: the one after its caret.
std::string complaint(const std::string& said) {
  const std::size_t caret = said.find('^');
  const std::size_t begin = caret == std::string::npos ? 0 : said.find('\n', caret) + 1;
  const std::size_t text = said.find_first_not_of(" \n", begin);
  if (text == std::string::npos) {
    return "it said nothing";
  }
  return said.substr(text, said.find('\n', text) - text);
}

}  // namespace

std::string gnuplot_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '\n':
        result += "\\n";
        break;
      case '"':
      case '\\':
        result += '\\';
        result += c;
        break;
      case '`':  // gnuplot would run what stands between two of them
        result += '\'';
        break;
      default:
        result += c;
    }
  }
  return result + "\"";
}

std::string colour(int style) {
  return cyclic(kColours, style);
}

std::string text_colour(int style) {
  return cyclic(kTextColours, style);
}

std::string dashes(int style) {
  return cyclic(kDashes, style);
}

std::string data_block(const std::string& name, std::span<const std::vector<double>> rows) {
  std::string text = "$" + name + " << END\n";
  for (const std::vector<double>& row : rows) {
    for (std::size_t k = 0; k < row.size(); ++k) {
      text += (k > 0 ? "," : "") + to_text(row[k]);
    }
    text += '\n';
  }
  return text + "END\n";
}

std::string for_each_device(const std::string& stem,
                            int width,
                            int height,
                            const std::string& drawing) {
  return fmt::format(
      "# To draw this again: gnuplot {0}.gp\n"
      "reset\n"
      "set encoding utf8\n"
      "set datafile separator ','\n"
      "if (!exists('ending')) {{ ending = '' }}  # of the names under which a figure is drawn\n"
      "do for [device in 'svg png'] {{\n"
      "if (device eq 'svg') {{\n"
      "  set terminal svg noenhanced size {1},{2} font 'DejaVu Sans,20' background '#ffffff' "
      "dashlength 0.6\n"
      "}} else {{\n"
      "  set terminal pngcairo noenhanced size {1},{2} font 'DejaVu Sans,15' background '#ffffff' "
      "dashlength 0.6\n"
      "}}\n"
      "set output '{0}.'.device.ending\n"
      "{3}"
      "set output\n"
      "}}\n",
      stem, width, height, drawing);
}

bool gnuplot_available() {
  return run_gnuplot(".", {"--version"}).status == 0;
}

void run_script(const std::filesystem::path& folder,
                const std::string& stem,
                const std::string& script) {
  const std::filesystem::path file = folder / (stem + ".gp");
  replace_file(file.string(), script);
  const DrawnFiles drawn(folder, stem);
  const Outcome outcome =
      run_gnuplot(folder, {"-e", join_text("ending = '", kPartial, "'"), stem + ".gp"});
  if (outcome.signal != 0) {
    throw DrawingInterrupted("stopped while figures were drawn", outcome.signal);
  }
  if (outcome.status == 127) {
    throw std::runtime_error(
        "figures: gnuplot cannot be started (install it: apt-get install gnuplot-nox)");
  }
  if (outcome.status != 0) {
    throw std::runtime_error(
        join_text("figures: gnuplot failed on ", file.string(), ": ", complaint(outcome.said)));
  }
  drawn.keep();
}

}  // namespace anneal::report
