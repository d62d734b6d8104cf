#include "schedulers/feedback_curve.h"

#include <limits>

#include "core/text.h"

namespace anneal {
namespace {

class FeedbackCurve final : public Curve {
 public:
  explicit FeedbackCurve(std::size_t track) : track_(track) {}

  double value(const Clock& now) const override {
    return now.feedback->tracks[track_].multiplier_at(now.run);
  }
  void fill(const Clock& first, std::span<double> out) const override {
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = value(first.advanced(i));
    }
  }
  double end_value(const Clock& now) const override { return value(now); }
  bool jump_due(const Clock&) const override { return true; }

 private:
  std::size_t track_;
};

}  // namespace

double MetricGain::worst() const {
  const double infinity = std::numeric_limits<double>::infinity();
  return maximize_ ? -infinity : infinity;
}

bool MetricGain::improves(double metric, double best) const {
  if (std::isinf(best)) {
    return maximize_ ? metric > best : metric < best;
  }
  const double margin = absolute_ ? threshold_ : threshold_ * std::abs(best);
  return maximize_ ? metric > best + margin : metric < best - margin;
}

spec::Parameter metric_parameter() {
  return {.name = "metric",
          .kind = spec::ValueKind::kText,
          .default_text = "val_loss",
          .help = "which metric of the evaluations",
          .synonyms = spec::called({"monitor"})};
}

spec::Parameter mode_parameter() {
  return {.name = "mode",
          .kind = spec::ValueKind::kWord,
          .default_text = "auto",
          .choices = {"auto", "min", "max"},
          .help = "min: smaller is better; auto: max for an accuracy, min for a loss"};
}

std::string sense_of(const std::string& metric) {
  return metric.ends_with("accuracy") ? "max" : metric.ends_with("loss") ? "min" : "";
}

void normalise_mode(const spec::Arguments& arguments, spec::Expr& call) {
  const std::string& metric = arguments.text("metric");
  const std::string& mode = arguments.word("mode");
  const std::string sense = sense_of(metric);
  if (mode == "auto" && sense.empty()) {
    const std::string hint = spec::did_you_mean(metric, {"train_loss", "val_loss", "val_accuracy"});
    throw arguments.error(
        "metric",
        hint.starts_with(" (did you mean")
            ? join_text("unknown metric ", metric, hint,
                        "; for one of your own write mode=min or mode=max")
            : join_text("the name ", metric,
                        " does not say whether smaller or larger is better (write mode=min or "
                        "mode=max)"));
  }
  if (mode != "auto" && !sense.empty() && mode != sense) {
    throw arguments.error(
        "mode", join_text("got ", mode, ", but a ", sense == "max" ? "larger " : "smaller ", metric,
                          " is better (leave mode out, or write mode=", sense, ")"));
  }
  std::erase_if(call.arguments, [](const spec::Argument& one) { return one.name == "mode"; });
  const std::string meant = mode == "auto" ? sense : mode;
  if (meant == "max" || sense.empty()) {
    const bool after_metric = !call.arguments.empty() && call.arguments.front().name == "metric";
    call.arguments.insert(call.arguments.begin() + (after_metric ? 1 : 0),
                          {.name = "mode", .value = spec::word(meant)});
  }
}

bool maximizes(const spec::Arguments& arguments, PieceContext& piece) {
  const std::string& metric = arguments.text("metric");
  const std::string& mode = arguments.word("mode");
  const std::string sense = sense_of(metric);
  if (mode != "auto" && !sense.empty() && mode != sense) {
    piece.warn(join_text(": mode=", mode, ", but a ", sense == "max" ? "larger " : "smaller ",
                         metric, " is better: it acts when the metric improves (write mode=", sense,
                         ")"));
  }
  return (mode == "auto" ? sense : mode) == "max";
}

CurvePtr make_feedback_curve(std::size_t track) {
  return std::make_unique<const FeedbackCurve>(track);
}

void warn_if_too_few_evaluations(PieceContext& piece, std::int64_t needed, const char* argument) {
  const RunPlan& plan = piece.plan;
  const std::int64_t total = plan.total.count();
  const std::int64_t all = plan.evaluations.count() > 0 ? plan.evaluations.count()
                                                        : total / plan.updates_per_epoch.count();
  const auto seen = static_cast<std::int64_t>(
      static_cast<double>(all) * static_cast<double>(piece.length) / static_cast<double>(total));
  if (seen < needed) {
    piece.warn(join_text(" can act after ", needed,
                         " evaluations at the earliest, "
                         "but sees only ",
                         seen, ": it will never act (lower ", argument,
                         ", or evaluate more often)"));
  }
}

}  // namespace anneal
