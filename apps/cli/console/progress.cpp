#include "apps/cli/console/progress.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "apps/cli/console/numbers.h"
#include "apps/cli/console/text_table.h"

namespace anneal::cli {
namespace {

constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr std::int64_t kTellEvery = 16;  // updates of a run between two looks at the clock; less
                                         // in a run so short that this were more than 1 % of it
constexpr int kBarWidth = 20;
constexpr double kSmoothing = 0.05;  // weight of the newest loss in the mean that is shown

std::string bar(double share) {
  const int full = static_cast<int>(share * kBarWidth);
  std::string text(static_cast<std::size_t>(full), '=');
  text += full < kBarWidth ? ">" : "";
  text.resize(kBarWidth, ' ');
  return "[" + text + "]";
}

}  // namespace

ProgressDisplay::ProgressDisplay(const Terminal& terminal, std::int64_t total, bool quiet)
    : terminal_(terminal), total_(std::max<std::int64_t>(total, 1)), quiet_(quiet) {}

ProgressDisplay::~ProgressDisplay() {
  finish();
}

bool ProgressDisplay::due(std::int64_t made) const {
  const std::lock_guard lock(mutex_);
  if (quiet_) {
    return false;
  }
  return terminal_.interactive ? Clock::now() >= next_draw_
                               : 10 * (done_ + made) >= next_tenth_ * total_;
}

void ProgressDisplay::advance(std::int64_t made, const std::string& detail) {
  const std::lock_guard lock(mutex_);
  done_ = std::min(total_, done_ + made);
  if (quiet_ || detail.empty()) {
    return;
  }
  if (terminal_.interactive) {
    if (Clock::now() >= next_draw_) {
      draw(detail);
      next_draw_ = Clock::now() + kRedraw;
    }
  } else if (10 * done_ >= next_tenth_ * total_) {
    const std::int64_t percent = 100 * done_ / total_;
    print_error(fmt::format("{:3} %  {}{}\n", percent, time_left(), detail));
    next_tenth_ = 10 * done_ / total_ + 1;
  }
}

std::string ProgressDisplay::time_left() const {
  const double elapsed = std::chrono::duration<double>(Clock::now() - begin_).count();
  if (done_ == 0 || done_ == total_ || elapsed < 0.5) {
    return "";
  }
  return duration(elapsed * static_cast<double>(total_ - done_) / static_cast<double>(done_)) +
         " left, ";
}

void ProgressDisplay::draw(const std::string& detail) {
  const double share = static_cast<double>(done_) / static_cast<double>(total_);
  std::string line =
      fmt::format("{} {:3.0f} %  {}{}", bar(share), 100 * share, time_left(), detail);
  // A line longer than the terminal would wrap, and could not be drawn over.
  line.resize(std::min(line.size(), static_cast<std::size_t>(std::max(20, terminal_.width - 1))));
  print_error("\r\033[K" + line);
  drawn_ = true;
}

void ProgressDisplay::clear() {
  if (drawn_) {
    print_error("\r\033[K");
    drawn_ = false;
  }
}

void ProgressDisplay::note(const std::string& text) {
  const std::lock_guard lock(mutex_);
  if (!quiet_) {
    clear();
    print_error(text + "\n");
  }
}

void ProgressDisplay::finish() {
  const std::lock_guard lock(mutex_);
  clear();
}

RunProgress::RunProgress(ProgressDisplay& display, std::string name, std::int64_t share)
    : display_(display), name_(std::move(name)), share_(share) {}

void RunProgress::on_update(const UpdateRecord& record) {
  ++made_;
  smooth_loss_ =
      made_ == 1 ? record.loss : smooth_loss_ + kSmoothing * (record.loss - smooth_loss_);
  const std::int64_t untold = made_ - told_;
  if (untold < std::clamp<std::int64_t>(share_ / 100, 1, kTellEvery) && made_ != share_) {
    return;
  }
  std::string detail;
  if (display_.due(untold)) {
    detail = fmt::format("{}epoch {:.1f}, rate {}, loss {}", name_.empty() ? "" : name_ + ": ",
                         record.epoch, short_number(record.lr), short_number(smooth_loss_));
    if (val_loss_ >= 0) {
      detail += ", val_loss " + short_number(val_loss_);
    }
  }
  display_.advance(untold, detail);
  told_ = made_;
}

void RunProgress::on_eval(const EvalRecord& record) {
  val_loss_ = record.step > 0 ? record.val_loss : val_loss_;  // training's, not the beginning's
}

void RunProgress::on_end(const RunResult& result) {
  const std::string status = status_text(result);
  if (name_.empty() && result.status != RunStatus::kDone) {
    return;  // it ends here, and what ended it is printed next
  }
  const bool noted = result.status == RunStatus::kDiverged;
  const bool silent = noted || result.status == RunStatus::kInterrupted;
  display_.advance(share_ - told_, silent ? "" : (name_.empty() ? "" : name_ + ": ") + status);
  told_ = share_;
  if (noted) {
    display_.note(name_ + ": " + status);
  }
}

}  // namespace anneal::cli
