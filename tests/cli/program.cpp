#include "tests/cli/program.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace anneal::cli {
namespace {

namespace fs = std::filesystem;

/// Never returns: becomes `program`.
[[noreturn]] void become(std::string program,
                         const std::vector<std::string>& arguments,
                         const fs::path& folder,
                         const std::map<std::string, std::string>& environment) {
  for (const auto& [name, value] : environment) {
    setenv(name.c_str(), value.c_str(), 1);
  }
  std::vector<std::string> words = arguments;
  std::vector<char*> argv = {program.data()};
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  if (chdir(folder.c_str()) == 0) {
    execv(program.c_str(), argv.data());
  }
  _exit(126);
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Reads both descriptors until their other ends are closed.
void read_all(int first, std::string& first_text, int second, std::string& second_text) {
  std::array<pollfd, 2> ends = {{{first, POLLIN, 0}, {second, POLLIN, 0}}};
  std::array<char, 65536> buffer{};
  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    poll(ends.data(), ends.size(), -1);
    for (std::size_t k = 0; k < ends.size(); ++k) {
      if (ends[k].fd >= 0 && ends[k].revents != 0) {
        const ssize_t count = read(ends[k].fd, buffer.data(), buffer.size());
        if (count > 0) {
          (k == 0 ? first_text : second_text)
              .append(buffer.data(), static_cast<std::size_t>(count));
        } else {
          ends[k].fd = -1;
        }
      }
    }
  }
}

Outcome run(const std::string& program,
            const std::vector<std::string>& arguments,
            const fs::path& folder,
            const std::map<std::string, std::string>& environment,
            const std::function<bool()>& interrupt_when,
            int signal) {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (pipe(out.data()) != 0 || pipe(err.data()) != 0) {
    throw std::runtime_error("no pipe");
  }
  const pid_t child = fork();
  if (child == 0) {
    const int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, 0);
    dup2(out[1], 1);
    dup2(err[1], 2);
    for (const int end : {out[0], out[1], err[0], err[1]}) {
      close(end);
    }
    become(program, arguments, folder, environment);
  }
  close(out[1]);
  close(err[1]);
  while (interrupt_when && !interrupt_when()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  if (interrupt_when) {
    kill(child, signal);
  }
  Outcome outcome;
  read_all(out[0], outcome.out, err[0], outcome.err);
  close(out[0]);
  close(err[0]);
  outcome.exit_code = wait_for(child);
  return outcome;
}

}  // namespace

Outcome run_anneal(const std::vector<std::string>& arguments,
                   const fs::path& folder,
                   const std::map<std::string, std::string>& environment,
                   const std::function<bool()>& interrupt_when,
                   int signal) {
  return run(ANNEAL_PROGRAM, arguments, folder, environment, interrupt_when, signal);
}

Outcome run_shell(const std::string& script, const fs::path& folder) {
  return run("/bin/sh", {"-c", script}, folder, {{"ANNEAL", ANNEAL_PROGRAM}}, {}, 0);
}

Outcome run_on_terminal(const std::vector<std::string>& arguments,
                        const fs::path& folder,
                        const std::map<std::string, std::string>& environment,
                        int columns) {
  winsize size{};
  size.ws_col = static_cast<unsigned short>(columns);
  size.ws_row = 40;
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child < 0) {
    throw std::runtime_error("no pseudo-terminal");
  }
  if (child == 0) {
    std::map<std::string, std::string> variables = {{"TERM", "xterm"}, {"LC_ALL", "C.UTF-8"}};
    unsetenv("NO_COLOR");
    for (const auto& [name, value] : environment) {
      variables[name] = value;
    }
    become(ANNEAL_PROGRAM, arguments, folder, variables);
  }
  Outcome outcome;
  std::string nothing;
  read_all(terminal, outcome.out, -1, nothing);
  close(terminal);
  outcome.exit_code = wait_for(child);
  return outcome;
}

std::vector<std::string> everything_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    names.push_back(fs::relative(entry.path(), folder).string());
  }
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string unwrapped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool space = c == '\n' || c == ' ';
    if (!space || result.empty() || result.back() != ' ') {
      result += space ? ' ' : c;
    }
  }
  return result;
}

}  // namespace anneal::cli
