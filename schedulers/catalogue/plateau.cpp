#include <algorithm>
#include <cmath>
#include <memory>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/feedback_curve.h"

namespace anneal {

namespace {

// Memory: the best metric so far, evaluations in a row without gain, evaluations of cooldown left.
class PlateauRule final : public FeedbackRule {
 public:
  PlateauRule(const spec::Arguments& arguments, bool maximize)
      : gain_(maximize, arguments.word("threshold_mode") == "abs", arguments.number("threshold")),
        factor_(arguments.number("factor")),
        min_(arguments.number("min")),
        allowed_(static_cast<double>(arguments.evaluations("patience")) -
                 (arguments.word("acts") == "at" ? 1.0 : 0.0)),
        cooldown_(static_cast<double>(arguments.evaluations("cooldown"))) {}

  std::vector<double> begin() const override { return {gain_.worst(), 0.0, 0.0}; }

  Reaction react(const std::vector<double>& memory,
                 double multiplier,
                 double metric) const override {
    double best = memory.at(0);
    double without_gain = memory.at(1);
    double cooldown = memory.at(2);
    if (gain_.improves(metric, best)) {
      best = metric;
      without_gain = 0.0;
    } else {
      without_gain += 1.0;
    }
    if (cooldown > 0.0) {
      cooldown -= 1.0;
      without_gain = 0.0;
    }
    if (without_gain > allowed_) {
      multiplier = std::max(multiplier * factor_, std::min(min_, multiplier));
      cooldown = cooldown_;
      without_gain = 0.0;
    }
    return {{best, without_gain, cooldown}, multiplier};
  }

  double largest() const override { return 1.0; }

 private:
  MetricGain gain_;
  double factor_;
  double min_;
  double allowed_;  // it acts when more than so many in a row were without gain
  double cooldown_;
};

CurvePtr plateau_curve(const spec::Arguments& arguments, PieceContext& piece) {
  // The first evaluation sets the mark; then patience + 1 (acts=after) or patience must fail.
  const std::int64_t patience = arguments.evaluations("patience");
  const std::int64_t needed = 1 + patience + (arguments.word("acts") == "at" ? 0 : 1);
  warn_if_too_few_evaluations(piece, needed, "patience");
  const std::size_t track = piece.add_feedback(
      arguments.text("metric"),
      std::make_shared<const PlateauRule>(arguments, maximizes(arguments, piece)));
  return make_feedback_curve(track);
}

}  // namespace

namespace {

const char* mode_word(std::optional<bool> maximize) {
  return !maximize ? "auto" : *maximize ? "max" : "min";
}

}  // namespace

Schedule plateau(const PlateauOptions& options) {
  return CallBuilder("plateau")
      .expr("metric", spec::quoted(options.metric))
      .word("mode", mode_word(options.maximize))
      .number("factor", options.factor)
      .evaluations("patience", options.patience)
      .number("threshold", options.threshold)
      .word("threshold_mode", options.absolute ? "abs" : "rel")
      .evaluations("cooldown", options.cooldown)
      .number("min", options.min)
      .word("acts", options.acts_at ? "at" : "after")
      .length("for", options.length)
      .schedule();
}

ScheduleEntry plateau_entry() {
  return {
      .signature =
          {.name = "plateau",
           .parameters = {metric_parameter(),
                          mode_parameter(),
                          {.name = "factor",
                           .default_text = "0.1",
                           .range = spec::below_from(0.0, 1.0),
                           .help = "what the rate is multiplied by"},
                          {.name = "patience",
                           .kind = spec::ValueKind::kEvaluations,
                           .default_text = "10ev",
                           .help = "evaluations without gain that are let pass"},
                          {.name = "threshold",
                           .default_text = "1e-4",
                           .range = spec::at_least(0.0),
                           .help = "a gain must be larger than this",
                           .synonyms =
                               spec::unlike({"min_delta"}, "threshold={}, threshold_mode=abs",
                                            "Keras's is absolute")},
                          {.name = "threshold_mode",
                           .kind = spec::ValueKind::kWord,
                           .default_text = "rel",
                           .choices = {"rel", "abs"},
                           .help = "rel: a share of |best|"},
                          {.name = "cooldown",
                           .kind = spec::ValueKind::kEvaluations,
                           .default_text = "0ev",
                           .help = "evaluations after a cut that do not count"},
                          {.name = "min",
                           .default_text = "0",
                           .range = spec::between(0.0, 1.0),
                           .help = "lowest multiplier",
                           .synonyms = absolute_rates({"min_lr"}, "min")},
                          {.name = "acts",
                           .kind = spec::ValueKind::kWord,
                           .default_text = "after",
                           .choices = {"after", "at"},
                           .help = "after: when more than patience are without gain; at: at the "
                                   "patience-th"},
                          for_parameter()},
           .formula = "m <- max(m factor, min) when the metric has not improved for more than "
                      "patience evaluations",
           .help = "waits for the metric to stall, then cuts the rate",
           .source = "the plateau rule of PyTorch (acts=after) and of Keras and Optax (acts=at); "
                     "differs from PyTorch for a negative best, where a gain is |best| * "
                     "threshold here"},
      .length_argument = "for",
      .normalise =
          [](const spec::Arguments& arguments, spec::Expr& call) {
            normalise_mode(arguments, call);
            if (arguments.word("acts") == "at" && arguments.evaluations("patience") == 0) {
              throw arguments.error("patience", "acts=at needs at least 1ev");
            }
          },
      .curve = plateau_curve,
      .example = "plateau(metric=val_loss, factor=0.5, patience=1ev)",
  };
}

namespace {

// Memory: the best metric so far, gains in a row, evaluations in a row without.
class GreedyRule final : public FeedbackRule {
 public:
  GreedyRule(const spec::Arguments& arguments, bool maximize)
      : gain_(maximize, false, arguments.number("threshold")),
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

  double largest() const override { return max_; }

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
      .word("mode", mode_word(options.maximize))
      .number("factor", options.factor)
      .evaluations("patience", options.patience)
      .number("threshold", options.threshold)
      .number("min", options.min)
      .number("max", options.max)
      .length("for", options.length)
      .schedule();
}

ScheduleEntry greedy_entry() {
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
      .length_argument = "for",
      .normalise = normalise_mode,
      .curve = [](const spec::Arguments& arguments, PieceContext& piece) -> CurvePtr {
        warn_if_too_few_evaluations(piece, arguments.evaluations("patience") + 1, "patience");
        return make_feedback_curve(piece.add_feedback(
            arguments.text("metric"),
            std::make_shared<const GreedyRule>(arguments, maximizes(arguments, piece))));
      },
      .example = "greedy(metric=val_loss, factor=0.8, patience=1ev)",
  };
}

}  // namespace anneal
