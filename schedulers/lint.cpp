#include "schedulers/lint.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "core/spec/bind.h"
#include "core/text.h"
#include "schedulers/entry.h"
#include "schedulers/natural_length.h"
#include "schedulers/sweep.h"

namespace anneal {
namespace {

using spec::Expr;

constexpr double kNothing = 1e-6;  // of the peak: a rate that trains nothing
constexpr double kLow = 0.5;       // of the peak: it has clearly come down
constexpr std::int64_t kMostFalls = 20;
constexpr std::int64_t kFewestTurns = 3;
constexpr std::int64_t kSamples = 1000;
constexpr std::int64_t kWindow = 1'000'000;  // updates of a part that are looked at one by one

/// A member of the sequence, with its place in the run, and what it would be in epochs.
struct Part {
  const Expr& expr;
  std::int64_t begin;
  std::int64_t end;
  const Expr* call = nullptr;          ///< counts updates, and would fit the run in epochs
  std::optional<Expr> in_epochs = {};  ///< the same call with ep for it
};

class Linter final {
 public:
  explicit Linter(const LintedRun& run)
      : run_(run), words_(run.schedule.vocabulary()), total_(run.plan.total.count()) {
    const Expr& whole = run.schedule.expr();
    if (whole.kind != Expr::Kind::kThen) {
      add_part(whole, 0, total_);
      return;
    }
    const SequenceLayout layout = lay_out(whole.items, {words_, run.plan}, total_);
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < whole.items.size(); ++i) {
      add_part(whole.items[i], begin, begin + layout.lengths[i]);
      begin += layout.lengths[i];
    }
  }

  std::vector<std::string> warnings() {
    const Part* low = low_early();
    for (const Part& part : parts_) {
      if (part.in_epochs && &part != low && part.begin < part.end) {
        look_closely(part);
      }
    }
    if (warnings_.empty()) {
      look_at_end();
    }
    return std::move(warnings_);
  }

 private:
  double value(std::int64_t t) const { return run_.curve.value({t, t, &run_.start}); }

  void add_part(const Expr& expr, std::int64_t begin, std::int64_t end) {
    Part part{.expr = expr, .begin = begin, .end = end};
    // One update per epoch: both units say the same.
    if (run_.plan.updates_per_epoch.count() > 1) {
      find_suspect(expr, part);
    }
    parts_.push_back(std::move(part));
  }

  // The first call, but for warmups, that may have meant epochs.
  void find_suspect(const Expr& expr, Part& part) const {
    if (part.in_epochs) {
      return;
    }
    if (!expr.is_name()) {
      for (const Expr& item : expr.items) {
        find_suspect(item, part);
      }
      return;
    }
    Expr changed = expr;
    if (!words_.entry_of(expr).is_warmup && to_epochs(changed) == Change::kDone) {
      part.call = &expr;
      part.in_epochs = std::move(changed);
    }
  }

  enum class Change { kNone, kDone, kTooLong };

  static Change worse(Change a, Change b) { return std::max(a, b); }

  // it -> ep in all lengths of a call and of the schedules in it, written or by default.
  Change to_epochs(Expr& call) const {
    if (!call.is_name()) {
      Change result = Change::kNone;
      for (Expr& item : call.items) {
        result = worse(result, to_epochs(item));
      }
      return result;
    }
    const ScheduleEntry& entry = words_.entry_of(call);
    const spec::Arguments arguments = spec::bind(call, entry.signature);
    Change result = Change::kNone;
    for (const spec::Parameter& parameter : entry.signature.parameters) {
      if ((parameter.kind == spec::ValueKind::kLength ||
           parameter.kind == spec::ValueKind::kLengths) &&
          arguments.has(parameter.name)) {
        Expr length = arguments.expr(parameter.name);
        const Change change = lengths_to_epochs(length);
        result = worse(result, change);
        if (change == Change::kDone) {
          put(call, entry.signature, parameter.name, std::move(length));
        }
      }
    }
    for (Expr* inner : inner_schedules(call, entry)) {
      result = worse(result, to_epochs(*inner));
    }
    return result;
  }

  Change lengths_to_epochs(Expr& length) const {
    Change result = Change::kNone;
    for (Expr& item : length.items) {
      result = worse(result, lengths_to_epochs(item));
    }
    if (length.is_number() && length.number.unit == spec::Unit::kUpdates) {
      const double epochs = ratio(total_, run_.plan.updates_per_epoch.count());
      length.number.unit = spec::Unit::kEpochs;
      return length.number.value <= epochs ? Change::kDone : Change::kTooLong;
    }
    return result;
  }

  static void put(Expr& call,
                  const spec::Signature& signature,
                  const std::string& name,
                  Expr value) {
    const std::vector<Expr*> written = values_of(call, signature, name);
    if (written.empty()) {
      call.arguments.push_back({.name = name, .value = std::move(value)});
    } else {
      *written.front() = std::move(value);
    }
  }

  void warn(const Part& part, const std::string& what, const char* otherwise) {
    const std::string mend = part.in_epochs ? join_text("were epochs, ep, meant? write ",
                                                        spec::brief(*part.in_epochs, 200))
                                            : std::string(otherwise);
    warnings_.push_back(join_text(spec::brief(part.call != nullptr ? *part.call : part.expr), what,
                                  " (", mend, ")"));
  }

  // A rate that has come down for good within the first tenth; returns the part that is named.
  const Part* low_early() {
    const std::int64_t tenth = total_ / 10;
    const double peak = run_.summary.peak;
    if (tenth < 1 || peak == 0.0 || run_.summary.peak_at.index() >= tenth) {
      return nullptr;
    }
    const Part* part = &parts_.front();
    for (const Part& candidate : parts_) {
      if (candidate.begin < tenth && (candidate.in_epochs || !part->in_epochs)) {
        part = &candidate;
      }
    }
    const double level = value(tenth);
    bool nothing = true;
    bool same = part->in_epochs && level < kLow * peak;
    for (std::int64_t k = 0; k <= kSamples && (nothing || same); ++k) {
      const double now = value(tenth + (total_ - 1 - tenth) / kSamples * k);
      nothing = nothing && now < kNothing * peak;
      same = same && now == level;
    }
    const bool last = value(total_ - 1) == level;
    if (!nothing && !(same && last)) {
      return nullptr;
    }
    warn(*part,
         join_text(": after a tenth of the run, ", counted_updates(tenth), ", the rate is ",
                   four_digits(level / peak), " of its peak",
                   same && last ? " and stays there" : ""),
         "lengthen what it falls over");
    return part;
  }

  static std::string counted_updates(std::int64_t count) {
    return join_text(count, count == 1 ? " update" : " updates");
  }

  // How often the rate falls and turns in a part that counts in updates.
  void look_closely(const Part& part) {
    const std::int64_t end = std::min(part.end, part.begin + kWindow);
    std::array<double, 1024> block{};
    double before = value(part.begin);
    int direction = 0;
    std::int64_t falls = 0;
    std::int64_t turns = 0;
    for (std::int64_t first = part.begin; first < end;) {
      const auto count = std::min<std::int64_t>(block.size(), end - first);
      run_.curve.fill({first, first, &run_.start}, std::span(block).first(count));
      for (std::int64_t i = 0; i < count; ++i) {
        const double now = block[i];
        if (now == before) {
          continue;
        }
        const std::int64_t t = first + i;
        const int now_direction = now > before ? 1 : -1;
        before = now;
        if (run_.curve.jump_due({t, t, &run_.start})) {
          ++(now_direction > 0 ? turns : falls);
          direction = 0;  // what follows a restart is no turn of its own
        } else {
          turns += direction == -now_direction ? 1 : 0;
          direction = now_direction;
        }
      }
      first += count;
    }
    const std::int64_t epoch = run_.plan.updates_per_epoch.count();
    const std::int64_t looked_at = end - part.begin;
    if (turns >= kFewestTurns && turns > looked_at / epoch) {
      warn(part,
           join_text(": the rate turns ", turns, " times in ", counted_updates(looked_at),
                     ", more than once per epoch of ", epoch),
           "");
    } else if (falls > kMostFalls) {
      warn(part, join_text(": the rate falls ", falls, " times in ", counted_updates(looked_at)),
           "");
    }
  }

  // A cosine that has come down and is on its way up when the run ends.
  void look_at_end() {
    const bool climbs = std::ranges::any_of(run_.pieces, [&](const Piece& piece) {
      return piece.climbs_again && piece.begin.index() + piece.length.count() == total_;
    });
    const std::int64_t last = total_ - 1;
    std::int64_t before = std::max<std::int64_t>(last - 1, 0);
    if (climbs && value(before) == value(last)) {  // by epoch
      before = std::max<std::int64_t>(last - run_.plan.updates_per_epoch.count(), 0);
    }
    if (climbs && value(last) > value(before)) {
      warn(parts_.back(),
           join_text(": the run ends while the rate climbs again, at ",
                     four_digits(value(last) / run_.summary.peak), " of its peak"),
           "let the way down last as long as the run");
    }
  }

  const LintedRun& run_;
  const Vocabulary& words_;
  std::int64_t total_;
  std::vector<Part> parts_;
  std::vector<std::string> warnings_;
};

}  // namespace

std::vector<std::string> lint_units(const LintedRun& run) {
  return Linter(run).warnings();
}

}  // namespace anneal
