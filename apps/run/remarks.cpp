#include "apps/run/remarks.h"

#include <array>
#include <charconv>

#include "core/text.h"

namespace anneal {
namespace {

/// For people: four significant digits.
std::string brief(double value) {
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 4);
  return {text.data(), end.ptr};
}

/// The run's last evaluation is that of its last parameters: it did not end in a NaN.
bool ended_finite(const RunResult& result) {
  return !result.evals.empty() && result.evals.back().step == result.updates;
}

}  // namespace

bool no_better_than_guessing(const RunHeader& header, const EvalRecord& eval) {
  if (!header.guessing_loss) {
    return false;
  }
  const double guessing = *header.guessing_loss;
  return eval.train_loss > guessing - 0.01 * (guessing - header.loss_floor.value_or(0.0));
}

void judge(const RunHeader& header, RunResult& result) {
  result.no_better_than_guessing = false;
  result.remarks.clear();
  const std::optional<EvalRecord> last = result.final_eval();
  if (!last || result.status == RunStatus::kInterrupted) {
    return;
  }
  if (result.status == RunStatus::kDiverged) {
    if (ended_finite(result) && result.evals.front().step == 0) {
      result.remarks.push_back(join_text("the training loss ends at ", brief(last->train_loss),
                                         ", above the ", brief(result.evals.front().train_loss),
                                         " of the start"));
    }
    return;
  }
  result.no_better_than_guessing = no_better_than_guessing(header, *last);
  if (result.no_better_than_guessing) {
    result.remarks.push_back(
        join_text(kNoBetterThanGuessing, ": the training loss is ", brief(last->train_loss),
                  ", and an answer that ignores its input has ", brief(*header.guessing_loss)));
  }
}

}  // namespace anneal
