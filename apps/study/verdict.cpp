#include "apps/study/verdict.h"

#include <algorithm>

namespace anneal {
namespace {

bool same_numbers(const SummaryRow& a, const SummaryRow& b) {
  return a.optimizer == b.optimizer && !a.outcomes.empty() && a.diverged == 0 && b.diverged == 0 &&
         a.outcomes == b.outcomes;
}

/// The arm that `row` is the same as and that names them all: `constant`, or the first.
std::optional<std::size_t> same_as(std::span<const SummaryRow> rows, std::size_t row) {
  std::optional<std::size_t> named;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (same_numbers(rows[row], rows[k]) && (!named || rows[k].schedule == "constant")) {
      named = k;
    }
  }
  return named == row ? std::nullopt : named;
}

bool comparable(const SummaryRow& row) {
  return row.diverged == 0 && row.guessing == 0 && row.outcomes.size() > 1;
}

/// The val_loss of `b` minus that of `a`, for each seed that both have.
std::vector<double> differences(const SummaryRow& a, const SummaryRow& b) {
  std::vector<double> found;
  for (const SeedOutcome& of_a : a.outcomes) {
    const auto of_b = std::ranges::find(b.outcomes, of_a.seed, &SeedOutcome::seed);
    if (of_b != b.outcomes.end()) {
      found.push_back(of_b->val_loss - of_a.val_loss);
    }
  }
  return found;
}

bool below(const SummaryRow& a, const SummaryRow& b) {
  const std::optional<Interval> difference = mean_interval(differences(a, b));
  return difference && difference->low() > 0.0;
}

}  // namespace

std::vector<ArmVerdict> judge_arms(std::span<const SummaryRow> rows) {
  std::vector<ArmVerdict> verdicts(rows.size());
  for (std::size_t k = 0; k < rows.size(); ++k) {
    verdicts[k].same_as = same_as(rows, k);
  }
  const auto rivals = [&](std::size_t a, std::size_t b) {
    return a != b && rows[a].optimizer == rows[b].optimizer && comparable(rows[b]) &&
           !verdicts[b].same_as;
  };
  for (std::size_t k = 0; k < rows.size(); ++k) {
    bool lowest = comparable(rows[k]) && !verdicts[k].same_as;
    bool alone = true;
    for (std::size_t other = 0; lowest && other < rows.size(); ++other) {
      if (rivals(k, other)) {
        alone = false;
        lowest = below(rows[k], rows[other]);
      }
    }
    verdicts[k].lowest_val_loss = lowest && !alone;
  }
  return verdicts;
}

}  // namespace anneal
