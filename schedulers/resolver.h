#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schedulers/natural_length.h"
#include "schedulers/resolve.h"
#include "schedulers/schedule.h"

namespace anneal {

/// What the surroundings of a part say about it.
struct PieceScope {
  TimeScale scale;
  std::optional<std::int64_t> begin = 0;  ///< in updates of the run; nothing within a cycle
  int depth = 0;                          ///< in the piece table
  bool listed = true;                     ///< whether parts go into the piece table
};

/// Turns a schedule into curves: the machine behind resolve().
///
/// First every shorthand is replaced (expand.cpp). Then, level by level, it asks how long each part
/// is of itself (natural_length.h) and, knowing that, where each part stands and what it computes.
class Resolver final {
 public:
  Resolver(const Schedule& schedule, const RunPlan& plan);
  // Scopes refer to its vocabulary.
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  /// The whole run: a sequence that must cover it exactly.
  CurvePtr run();

  std::vector<Piece> pieces;
  std::vector<FeedbackSlot> feedback;
  std::vector<std::string> warnings;

 private:
  friend class PieceContext;

  CurvePtr build(const spec::Expr& expr, const PieceScope& scope, std::int64_t available);
  CurvePtr build_whole(const spec::Expr& expr, const PieceScope& scope, std::int64_t available);
  CurvePtr build_sequence(const std::vector<spec::Expr>& items,
                          const PieceScope& scope,
                          std::int64_t available,
                          bool must_cover);
  CurvePtr build_product(const spec::Expr& expr, const PieceScope& scope, std::int64_t available);
  CurvePtr build_call(const spec::Expr& call, const PieceScope& scope, std::int64_t length);

  void warn_of_no_update(const spec::Expr& item, bool open, std::int64_t available);
  void list_piece(const spec::Expr& expr, const PieceScope& scope, std::int64_t length);
  void warn(const std::string& text);

  RunPlan plan_;
  spec::Expr expr_;
  std::vector<StepFunctionPtr> functions_;
  Vocabulary vocabulary_;
};

/// The schedule with every shorthand (wsd, torch.StepLR, ...) replaced by what it stands for where
/// it stands, in a run, or a cycle of a repeat, of this plan.
///
/// What is inside a repeat stays as it is: each of its cycles is a run of its own.
Schedule expand(const Schedule& schedule, const RunPlan& plan);

}  // namespace anneal
