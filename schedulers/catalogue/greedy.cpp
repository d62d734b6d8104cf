#include <algorithm>
#include <memory>

#include "schedulers/catalogue.h"
#include "schedulers/feedback_curve.h"

namespace anneal {
namespace {

// Memory: the best metric so far, gains in a row, evaluations in a row without.
class GreedyRule final : public FeedbackRule {
 public:
  explicit GreedyRule(const spec::Arguments& arguments)
      : gain_(arguments.word("mode") == "max", false, arguments.number("threshold")),
        factor_(arguments.number("factor")),
        patience_(static_cast<double>(arguments.evaluations("patience"))),
        min_(arguments.number("min")),
        max_(arguments.number("max")) {}

  std::vector<double> begin() const override { return {gain_.worst(), 0.0, 0.0}; }

  Reaction react(const std::vector<double>& memory,
                 double multiplier,
                 double metric) const override {
    double best = memory.at(0);
    double gains = memory.at(1);
    double without_gain = memory.at(2);
    if (gain_.improves(metric, best)) {
      best = metric;
      gains += 1.0;
      without_gain = 0.0;
    } else {
      gains = 0.0;
      without_gain += 1.0;
    }
    if (gains > patience_) {
      multiplier = std::min(multiplier / factor_, std::max(max_, multiplier));
      gains = 0.0;
    }
    if (without_gain > patience_) {
      multiplier = std::max(multiplier * factor_, std::min(min_, multiplier));
      without_gain = 0.0;
    }
    return {{best, gains, without_gain}, multiplier};
  }

 private:
  MetricGain gain_;
  double factor_;
  double patience_;
  double min_;
  double max_;
};

}  // namespace

Schedule greedy(const GreedyOptions& options) {
  return CallBuilder("greedy")
      .expr("metric", spec::quoted(options.metric))
      .word("mode", options.maximize ? "max" : "min")
      .number("factor", options.factor)
      .evaluations("patience", options.patience)
      .number("threshold", options.threshold)
      .number("min", options.min)
      .number("max", options.max)
      .length("for", options.length)
      .schedule();
}

namespace catalogue {

ScheduleEntry greedy() {
  return {
      .signature = {.name = "greedy",
                    .parameters = {metric_parameter(),
                                   mode_parameter(),
                                   {.name = "factor",
                                    .default_text = "0.95",
                                    .range = spec::strictly_between(0.0, 1.0),
                                    .help = "the rate is divided or multiplied by it"},
                                   {.name = "patience",
                                    .kind = spec::ValueKind::kEvaluations,
                                    .default_text = "10ev",
                                    .help = "evaluations in a row that are let pass"},
                                   {.name = "threshold",
                                    .default_text = "1e-6",
                                    .range = spec::at_least(0.0),
                                    .help = "a gain must be larger than this share of |best|"},
                                   {.name = "min",
                                    .default_text = "0",
                                    .range = spec::between(0.0, 1.0),
                                    .help = "lowest multiplier"},
                                   {.name = "max",
                                    .default_text = "10",
                                    .range = spec::at_least(1.0),
                                    .help = "highest multiplier"},
                                   for_parameter()},
                    .formula =
                        "m <- m / factor after more than patience gains in a row, m <- m factor "
                        "after more than patience evaluations without one",
                    .help =
                        "raises the rate while the metric improves, lowers it while it does not",
                    .source =
                        "GreedyLR (2026, transformers' get_greedy_schedule), without its smoothing "
                        "and reset"},
      .curve = [](const spec::Arguments& arguments, Place& place) -> CurvePtr {
        warn_if_too_few_evaluations(place, arguments.evaluations("patience") + 1, "patience");
        return make_feedback_curve(place.add_feedback(
            arguments.text("metric"), std::make_shared<const GreedyRule>(arguments)));
      },
  };
}

}  // namespace catalogue
}  // namespace anneal
