#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "schedulers/entry.h"
#include "schedulers/resolve.h"

namespace anneal {

/// Turns the expression of a schedule into curves: the machine behind resolve().
///
/// It goes over the expression twice at every level: first how long each part is of itself
/// (demand), then, knowing that, where each part stands and what it computes (build).
class Resolver final {
 public:
  Resolver(const Schedule& schedule, const RunPlan& plan);

  /// The whole run: a sequence that must cover it exactly.
  CurvePtr run();
  /// The expression with every shorthand replaced.
  spec::Expr expanded() const { return expr_; }

  std::vector<Piece> pieces;
  std::vector<FeedbackSlot> feedback;
  std::vector<std::string> warnings;
  std::vector<std::shared_ptr<const StepFunction>> functions;

 private:
  friend class ResolverPlace;

  // What a part's surroundings say about it.
  struct Scope {
    RunPlan plan;            // fractions are of its total: the run, or one cycle of a repeat
    double slowdown = 1.0;   // of `stretch`
    std::int64_t begin = 0;  // in updates of the run; kNowhere within a cycle
    int depth = 0;           // in the piece table
    bool listed = true;      // whether parts go into the piece table
  };
  static constexpr std::int64_t kNowhere = -1;

  // Replaces shorthands, each knowing how many updates there are for it.
  spec::Expr expand(const spec::Expr& expr, const RunPlan& plan, std::int64_t room, int depth = 0);
  spec::Expr expand_call(const spec::Expr& expr, const RunPlan& plan, std::int64_t room, int depth);
  // The expansion of a shorthand that was given a length of its own (for=...).
  spec::Expr lasting(const spec::Expr& expr, const spec::Expr& length, const RunPlan& plan) const;

  // The exact length that a part has of itself; nothing if it is open.
  std::optional<double> demand(const spec::Expr& expr, const Scope& scope) const;
  std::optional<double> demand_of_call(const spec::Expr& call, const Scope& scope) const;
  std::optional<double> demand_of_sequence(const std::vector<spec::Expr>& items,
                                           const Scope& scope) const;

  // The fewest updates that a part can be built for.
  std::int64_t least(const spec::Expr& expr, const Scope& scope) const;

  // How the items of a sequence share their room.
  struct Shares {
    std::vector<std::optional<double>> demands;  // exact; nothing for the open one
    std::vector<std::int64_t> lengths;           // whole updates
    std::int64_t end;                            // of all that are not open
    bool open;                                   // there is an open one
  };
  Shares share(const std::vector<spec::Expr>& items, const Scope& scope, std::int64_t room) const;

  CurvePtr build(const spec::Expr& expr, const Scope& scope, std::int64_t room);
  CurvePtr build_sequence(const std::vector<spec::Expr>& items,
                          const Scope& scope,
                          std::int64_t room,
                          bool covers_run);
  CurvePtr build_product(const spec::Expr& expr, const Scope& scope, std::int64_t room);
  CurvePtr build_call(const spec::Expr& call, const Scope& scope, std::int64_t room);

  void check_cover(const std::vector<spec::Expr>& items,
                   const std::vector<std::optional<double>>& demands,
                   const Scope& scope,
                   std::int64_t end,
                   std::int64_t room,
                   bool open) const;
  void list_piece(const spec::Expr& expr, const Scope& scope, std::int64_t length);
  void warn(const std::string& text);

  spec::Expr expr_;
  RunPlan plan_;
};

/// The row of the catalogue that a call names.
const ScheduleEntry& entry_of(const spec::Expr& call);

/// The length argument of a call as written, if it has one: for=20ep, or warmup's length.
std::optional<spec::Number> written_length(const spec::Expr& call);

}  // namespace anneal
