#include "schedulers/feedback.h"

#include <algorithm>
#include <stdexcept>

#include "core/spec/parse.h"
#include "core/text.h"

namespace anneal {

double FeedbackTrack::multiplier_at(std::int64_t step) const {
  // The step is compared with `<`: the update at which a change came already uses it.
  const auto later =
      std::upper_bound(changes.begin(), changes.end(), step,
                       [](std::int64_t at, const Change& change) { return at < change.step; });
  return later == changes.begin() ? 1.0 : (later - 1)->multiplier;
}

// [[[best, bad, cooldown], [step, multiplier, step, multiplier]], ...] in the spec grammar, whose
// numbers are the shortest decimals that read back exactly.
std::string to_text(const FeedbackState& state) {
  std::vector<spec::Expr> tracks;
  for (const FeedbackTrack& track : state.tracks) {
    std::vector<spec::Expr> memory;
    for (const double value : track.memory) {
      memory.push_back(spec::number(value));
    }
    std::vector<spec::Expr> changes;
    for (const FeedbackTrack::Change& change : track.changes) {
      changes.push_back(spec::number(static_cast<double>(change.step)));
      changes.push_back(spec::number(change.multiplier));
    }
    tracks.push_back(spec::list({spec::list(memory), spec::list(changes)}));
  }
  return spec::print(spec::list(tracks));
}

namespace {

const std::vector<spec::Expr>& members(const spec::Expr& expr) {
  if (!expr.is_list()) {
    throw std::runtime_error("feedback state: expected a list, got " + spec::brief(expr));
  }
  return expr.items;
}

std::vector<double> plain_numbers(const spec::Expr& expr) {
  std::vector<double> values;
  for (const spec::Expr& item : members(expr)) {
    if (!item.is_number() || item.number.unit != spec::Unit::kNone) {
      throw std::runtime_error("feedback state: expected a number, got " + spec::brief(item));
    }
    values.push_back(item.number.value);
  }
  return values;
}

}  // namespace

FeedbackState parse_feedback(const std::string& text) {
  FeedbackState state;
  spec::Expr whole;
  try {
    whole = spec::parse(text);
  } catch (const spec::SpecError& error) {
    throw std::runtime_error(std::string("feedback state: ") + error.what());
  }
  for (const spec::Expr& item : members(whole)) {
    const std::vector<spec::Expr>& parts = members(item);
    if (parts.size() != 2) {
      throw std::runtime_error("feedback state: a track has two lists, got " + spec::brief(item));
    }
    FeedbackTrack track{.memory = plain_numbers(parts[0]), .changes = {}};
    const std::vector<double> changes = plain_numbers(parts[1]);
    if (changes.size() % 2 != 0) {
      throw std::runtime_error("feedback state: changes come in pairs, got " +
                               spec::brief(parts[1]));
    }
    for (std::size_t i = 0; i < changes.size(); i += 2) {
      // Above 2^53 a double skips whole numbers, so no step that was written can be there.
      if (!(changes[i] >= 0.0 && changes[i] <= 0x1p53 && changes[i + 1] >= 0.0)) {
        throw std::runtime_error("feedback state: no such change: " + spec::brief(parts[1]));
      }
      track.changes.push_back({static_cast<std::int64_t>(changes[i]), changes[i + 1]});
    }
    state.tracks.push_back(std::move(track));
  }
  return state;
}

}  // namespace anneal
