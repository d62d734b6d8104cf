#include "apps/cli/commands/side_by_side.h"

#include <algorithm>
#include <cmath>

#include "apps/cli/console/errors.h"
#include "apps/cli/console/numbers.h"
#include "apps/cli/console/text_table.h"
#include "core/spec/error.h"
#include "core/spec/parse.h"
#include "core/text.h"
#include "schedulers/dialects/dialects.h"
#include "schedulers/plan.h"

namespace anneal::cli {
namespace {

constexpr std::int64_t kShortRun = 12;  // updates whose rates fit into 80 columns

bool same_rates(const std::vector<double>& a, const std::vector<double>& b) {
  return std::ranges::equal(
      a, b, [](double x, double y) { return std::abs(x - y) <= 1e-9 * std::max(x, y); });
}

}  // namespace

std::int64_t length_in_updates(const std::string& text, const RunPlan& plan) {
  const spec::Expr expr = spec::parse(text);
  const bool is_length = expr.is_number() && expr.number.unit != spec::Unit::kNone &&
                         expr.number.unit != spec::Unit::kEvaluations;
  if (!is_length) {
    throw UsageError(join_text("--side-by-side: got ", text,
                               " (give the length of the warmup with its unit: 4it, 1ep or 5%)"));
  }
  return rounded(exact_updates(expr.number, plan));
}

std::vector<SameCurve> same_curves(const std::string& warmup, const RunPlan& plan) {
  const std::int64_t climb = length_in_updates(warmup, plan);
  if (climb < 1 || climb >= plan.total.count()) {
    throw UsageError(join_text("--side-by-side: a warmup of ", counted(climb, "update"),
                               " in a run of ", plan.total.count(),
                               " (it takes at least 1 and leaves at least 1)"));
  }
  std::vector<SameCurve> curves;
  for (const LibraryRequest& request :
       same_request({.updates = plan.total, .warmup = Steps(climb), .peak = plan.base})) {
    PreviewedSchedule schedule = preview_schedule(request.text, plan, {});
    const auto twin = std::ranges::find_if(curves, [&](const SameCurve& curve) {
      return same_rates(curve.schedule.samples.rates, schedule.samples.rates);
    });
    SameCurve& curve =
        twin != curves.end() ? *twin : curves.emplace_back(SameCurve{{}, {}, std::move(schedule)});
    curve.libraries.push_back(request.library);
    curve.texts.push_back(request.text);
  }
  for (SameCurve& curve : curves) {
    curve.schedule.given =
        curve.libraries.size() < 3
            ? spec::joined(curve.libraries)
            : join_text(curve.libraries.front(), " and ", curve.libraries.size() - 1, " more");
  }
  return curves;
}

std::string same_curves_table(const std::vector<SameCurve>& curves, std::int64_t warmup_updates) {
  const std::int64_t total = curves.front().schedule.resolved.plan().total.count();
  std::vector<std::int64_t> steps;
  if (total <= kShortRun) {
    for (std::int64_t t = 0; t < total; ++t) {
      steps.push_back(t);
    }
  } else {
    const std::int64_t climb = warmup_updates;
    steps = {0, climb / 2, climb - 1, climb, (climb + total) / 2, total - 1};
    steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  }
  std::vector<std::string> columns{"update"};
  for (const std::int64_t t : steps) {
    columns.push_back(join_text(">", t));
  }
  TextTable table(columns);
  for (const SameCurve& curve : curves) {
    table.heading(spec::joined(curve.libraries));
    std::vector<std::string> cells{""};
    for (const std::int64_t t : steps) {
      const double rate = curve.schedule.rate_at(t);
      cells.push_back(rate != 0.0 && rate < 1e-3 ? join_text(static_cast<float>(rate))
                                                 : join_text(std::round(rate * 1e3) / 1e3));
    }
    table.add(cells);
  }
  return table.text();
}

std::string same_curves_texts(const std::vector<SameCurve>& curves) {
  std::string text;
  for (const SameCurve& curve : curves) {
    for (const std::string& request : curve.texts) {
      text += "  " + request + "\n";
    }
  }
  return text;
}

}  // namespace anneal::cli
