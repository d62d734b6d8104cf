#include "schedulers/sweep.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>

#include "core/spec/error.h"
#include "core/text.h"

namespace anneal {
namespace {

// Longer runs are sampled: a preview of 1e9 updates would take many seconds otherwise.
constexpr std::int64_t kLongestFullSweep = 50'000'000;
constexpr std::int64_t kSamples = 100'000;
constexpr std::int64_t kAround = 1000;  // updates looked at around the ends of a piece
constexpr double kJump = 10.0;          // a larger ratio of neighbours is worth a warning
constexpr double kSmall = 0.01;  // ... if it is at least this share of the peak, where pieces meet,
constexpr double kLarge = 0.1;   // or changes by this share of the peak within a piece
constexpr double kCutShort = 0.1;

struct Jump {
  std::int64_t step = 0;
  double before = 0.0;
  double after = 0.0;
};

bool is_jump(double before, double after) {
  const double high = std::max(before, after);
  const double low = std::min(before, after);
  return high > kJump * low && high > 0.0;
}

// Within a piece a large ratio may only mean that few updates share a steep curve, and 0 next to
// something is what every warmup has: there the rate must also change by a good part of the peak.
bool matters(const Jump& jump, double peak, const std::vector<Piece>& pieces) {
  const double high = std::max(jump.before, jump.after);
  const double low = std::min(jump.before, jump.after);
  const bool boundary = std::any_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
    return piece.begin.index() == jump.step;
  });
  if (boundary) {
    return high >= kSmall * peak;
  }
  return high - low >= (low == 0.0 ? 0.5 : kLarge) * peak;
}

class Sweeper final {
 public:
  Sweeper(const Curve& curve, const FeedbackState& start, const std::vector<Piece>& pieces)
      : curve_(curve), start_(start), pieces_(pieces) {}

  // In blocks, so that a virtual call serves a thousand values and the block stays in the cache.
  // Updates first .. last-1; `neighbours` says whether update first-1 was the previous one seen.
  void visit(std::int64_t first, std::int64_t last, bool neighbours) {
    std::array<double, 1024> block{};
    bool known = neighbours && first > 0;
    while (first < last) {
      const std::int64_t count = std::min<std::int64_t>(block.size(), last - first);
      const auto values = std::span(block).first(count);
      curve_.fill(clock(first), values);
      look(first, values, known);
      known = true;
      first += count;
    }
  }

  double area = 0.0;
  double peak = -1.0;
  double lowest = std::numeric_limits<double>::max();
  std::int64_t peak_at = 0;
  std::vector<Jump> jumps;

 private:
  Clock clock(std::int64_t t) const { return {t, t, &start_}; }

  void look(std::int64_t first, std::span<const double> values, bool known) {
    double before = known ? last_ : values[0];
    double sum = 0.0;  // of this block alone: the rounding errors of a long sum stay small
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double value = values[i];
      // One test for everything out of the ordinary; the common case costs a comparison or two.
      if (!(value >= 0.0 && value <= std::numeric_limits<double>::max())) [[unlikely]] {
        refuse(first + i, value);
      }
      if (value > peak) {
        peak = value;
        peak_at = first + i;
      }
      lowest = std::min(lowest, value);
      if (value > kJump * before || before > kJump * value) [[unlikely]] {
        note_jump({first + static_cast<std::int64_t>(i), before, value});
      }
      sum += value;
      before = value;
    }
    area += sum;
    last_ = before;
  }

  void note_jump(const Jump& jump) {
    constexpr std::size_t kMostJumps = 1000;  // a table of noise has one at every update
    // Update 1 is left out: a warmup from 0 has an infinite ratio there, and means it.
    if (jumps.size() < kMostJumps && jump.step > 1 && is_jump(jump.before, jump.after) &&
        !curve_.jump_due(clock(jump.step))) {
      jumps.push_back(jump);
    }
  }

  [[noreturn]] void refuse(std::int64_t step, double value) const {
    std::string piece = "schedule";
    for (const Piece& candidate : pieces_) {
      if (candidate.depth == 0 && candidate.begin.index() <= step) {
        piece = candidate.text;
      }
    }
    throw spec::SpecError(join_text(piece.substr(0, 80), ": the value of update ", step, " is ",
                                    value, ", but a multiplier must be finite and >= 0"));
  }

  const Curve& curve_;
  const FeedbackState& start_;
  const std::vector<Piece>& pieces_;
  double last_ = 0.0;
};

void sample(Sweeper& sweeper, const std::vector<Piece>& pieces, std::int64_t total) {
  const std::int64_t stride = total / kSamples;
  const std::int64_t blocks = (total + stride - 1) / stride;
  for (std::int64_t k = 0; k < blocks; ++k) {
    const std::int64_t t = std::min(update_of_block(k, stride), total - 1);
    sweeper.visit(t, t + 1, false);
  }
  const double share = static_cast<double>(total) / static_cast<double>(blocks);
  // Taken before the ends of the pieces are visited: those updates would count twice.
  const double area = sweeper.area * share;
  for (const Piece& piece : pieces) {
    const std::int64_t begin = piece.begin.index();
    const std::int64_t end = begin + piece.length.count();
    for (const std::int64_t middle : {begin, end}) {
      const std::int64_t first = std::clamp<std::int64_t>(middle - kAround, 0, total);
      const std::int64_t last = std::clamp<std::int64_t>(middle + kAround, 0, total);
      sweeper.visit(first, last, false);
    }
  }
  sweeper.area = area;
}

std::vector<std::string> warnings_of(const ScheduleSummary& summary,
                                     const std::vector<Jump>& jumps,
                                     const std::vector<Piece>& pieces,
                                     const RunPlan& plan) {
  std::vector<std::string> warnings;
  if (summary.peak == 0.0) {
    warnings.emplace_back("every rate of the run is 0: nothing will be trained");
    return warnings;
  }
  if (summary.end == 0.0 && summary.last > kCutShort * summary.peak) {
    warnings.push_back(
        join_text("the schedule goes to 0, but the last update still uses ",
                  std::round(1000.0 * summary.last / summary.peak) / 10.0,
                  "% of the peak: the run is cut short (lengthen the run or shorten the decay)"));
  }
  std::size_t counted = 0;
  Jump largest;
  for (const Jump& jump : jumps) {
    if (matters(jump, summary.peak, pieces)) {
      largest = counted == 0 ? jump : largest;
      ++counted;
    }
  }
  if (counted > 0) {
    const auto rate = [&](double multiplier) {
      return four_digits(plan.base.value() * multiplier);
    };
    warnings.push_back(join_text("the rate jumps from ", rate(largest.before), " to ",
                                 rate(largest.after), " at update ", largest.step,
                                 ", where no step, milestone or restart is due",
                                 counted > 1 ? join_text(" (and at ", counted - 1, " more)") : "",
                                 " (let the pieces meet at the same value)"));
  }
  return warnings;
}

}  // namespace

double four_digits(double value) {
  if (value == 0.0 || !std::isfinite(value)) {
    return value;
  }
  const double scale = std::pow(10.0, 3.0 - std::floor(std::log10(std::abs(value))));
  return scale > 0.0 && std::isfinite(scale) ? std::round(value * scale) / scale : value;
}

std::int64_t update_of_block(std::int64_t k, std::int64_t stride) {
  const double turns = static_cast<double>(k) * (std::numbers::phi - 1.0);
  const double place = (turns - std::floor(turns)) * static_cast<double>(stride);
  return k * stride + static_cast<std::int64_t>(place);
}

Sweep sweep_run(const Curve& curve,
                const FeedbackState& start,
                const std::vector<Piece>& pieces,
                const RunPlan& plan) {
  const std::int64_t total = plan.total.count();
  Sweeper sweeper(curve, start, pieces);
  if (total <= kLongestFullSweep) {
    sweeper.visit(0, total, false);
  } else {
    sample(sweeper, pieces, total);
  }
  const auto value = [&](std::int64_t t) { return curve.value({t, t, &start}); };
  Sweep result;
  result.summary = {.first = value(0),
                    .peak = sweeper.peak,
                    .peak_at = Step(sweeper.peak_at),
                    .lowest = sweeper.lowest,
                    .last = value(total - 1),
                    .end = curve.end_value({total, total, &start}),
                    .area = sweeper.area};
  result.warnings = warnings_of(result.summary, sweeper.jumps, pieces, plan);
  return result;
}

}  // namespace anneal
