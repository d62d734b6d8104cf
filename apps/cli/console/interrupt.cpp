#include "apps/cli/console/interrupt.h"

#include <ctime>
#include <pthread.h>
#include <unistd.h>

#include "apps/cli/console/errors.h"
#include "apps/cli/console/terminal.h"

namespace anneal::cli {

HeldSignals::HeldSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  for (const int number : {SIGHUP, SIGXCPU}) {
    struct sigaction now = {};
    // A signal that is ignored would be held all the same once it is blocked.
    if (sigaction(number, nullptr, &now) == 0 && now.sa_handler != SIG_IGN) {
      sigaddset(&signals_, number);
    }
  }
  pthread_sigmask(SIG_BLOCK, &signals_, &old_mask_);
}

HeldSignals::~HeldSignals() {
  pthread_sigmask(SIG_SETMASK, &old_mask_, nullptr);
}

Interrupt::Interrupt() {
  watcher_ = std::jthread([this](const std::stop_token& closed) { watch(closed); });
}

Interrupt::~Interrupt() {
  watcher_.request_stop();
  watcher_.join();
}

int Interrupt::exit_code() const {
  return exit_code_of_signal(signal_);
}

void Interrupt::watch(const std::stop_token& closed) {
  const timespec patience{0, 20'000'000};
  while (!closed.stop_requested()) {
    const int number = sigtimedwait(&held_.signals(), nullptr, &patience);
    if (number < 0) {
      continue;  // nothing came
    }
    if (stop_.stop_requested()) {
      if (number == SIGXCPU) {
        continue;  // it comes again every second, and the hard limit is near enough
      }
      _exit(exit_code_of_signal(number));
    }
    signal_ = number;
    stop_.request_stop();
    print_error("\nanneal: stopping after the current update (once more to quit at once)\n");
  }
}

}  // namespace anneal::cli
