#include "apps/cli/console/interrupt.h"

#include <ctime>
#include <pthread.h>
#include <unistd.h>

#include "apps/cli/console/errors.h"
#include "apps/cli/console/terminal.h"

namespace anneal::cli {
namespace {

sigset_t watched_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

Interrupt::Interrupt() {
  const sigset_t signals = watched_signals();
  pthread_sigmask(SIG_BLOCK, &signals, &old_mask_);
  watcher_ = std::jthread([this](const std::stop_token& closed) { watch(closed); });
}

Interrupt::~Interrupt() {
  watcher_.request_stop();
  watcher_.join();
  pthread_sigmask(SIG_SETMASK, &old_mask_, nullptr);
}

void Interrupt::watch(const std::stop_token& closed) {
  const sigset_t signals = watched_signals();
  const timespec patience{0, 20'000'000};
  while (!closed.stop_requested()) {
    if (sigtimedwait(&signals, nullptr, &patience) < 0) {
      continue;  // nothing came
    }
    if (stop_.stop_requested()) {
      _exit(kInterruptedBySignal);
    }
    stop_.request_stop();
    print_error("\nanneal: stopping after the current update (once more to quit at once)\n");
  }
}

}  // namespace anneal::cli
