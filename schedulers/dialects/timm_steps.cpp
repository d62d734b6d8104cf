#include <algorithm>

#include "schedulers/catalogue.h"
#include "schedulers/dialects/timm.h"

// The staircases of timm.scheduler, and its plateau.
namespace anneal::dialect {
namespace {

Schedule then_open(const Climb& shape, const Schedule& rest, std::int64_t available) {
  const std::int64_t skip = skipped(shape);
  return climb(shape).then_open(skip > 0 ? window(rest, {.skip = in_updates(skip)}) : rest,
                                available);
}

Expansion expand_step(const spec::Arguments& arguments, const RunPlan& plan) {
  const Climb shape = climb_of(arguments, updates(arguments, "warmup_t", plan), plan);
  const Schedule steps = CallBuilder("step")
                             .expr("every", arguments.expr("decay_t"))
                             .number("gamma", arguments.number("decay_rate"))
                             .schedule();
  return then_open(shape, steps, available_updates(arguments, plan));
}

Expansion expand_multistep(const spec::Arguments& arguments, const RunPlan& plan) {
  const Climb shape = climb_of(arguments, updates(arguments, "warmup_t", plan), plan);
  std::vector<std::int64_t> milestones = updates_each(arguments, "decay_t", plan);
  std::sort(milestones.begin(), milestones.end());
  std::vector<Length> at;
  for (const std::int64_t milestone : milestones) {
    at.push_back(in_updates(std::max<std::int64_t>(milestone - skipped(shape), 0)));
  }
  return climb(shape).then_open(multistep(at, {.gamma = {arguments.number("decay_rate")}}),
                                available_updates(arguments, plan));
}

Expansion expand_plateau_with_warmup(const spec::Arguments& arguments, const RunPlan& plan) {
  const Climb shape{.count = updates(arguments, "warmup_t", plan),
                    .from = relative(arguments, "warmup_lr_init", plan)};
  const Schedule rule = CallBuilder("torch.ReduceLROnPlateau")
                            .expr("metric", arguments.expr("metric"))
                            .word("mode", arguments.word("mode"))
                            .number("factor", arguments.number("decay_rate"))
                            .expr("patience", arguments.expr("patience_t"))
                            .number("threshold", arguments.number("threshold"))
                            .expr("cooldown", arguments.expr("cooldown_t"))
                            .number("min_lr", arguments.number("lr_min"))
                            .schedule(dialect_catalogue());
  return climb(shape).then_open(rule, available_updates(arguments, plan));
}

Dialect step_scheduler() {
  return {.family = "step",
          .name = "timm.StepLRScheduler",
          .parameters =
              with_warmup({duration("decay_t", "time between the steps"),
                           number("decay_rate", "factor at each step", "1", spec::at_least(0.0))},
                          "true"),
          .formula = "decay_rate^floor(t / decay_t)",
          .help =
              "timm's steps, counted from the end of the warmup unless "
              "warmup_prefix is false",
          .source = "timm.scheduler.StepLRScheduler",
          .expand = expand_step,
          .example = "timm.StepLRScheduler(decay_t=3ep, decay_rate=0.1)",
          .here = "step(every=3ep, gamma=0.1)"};
}

Dialect multistep_scheduler() {
  return {.family = "multistep",
          .name = "timm.MultiStepLRScheduler",
          .parameters = with_warmup(
              {durations("decay_t", "when the rate falls"),
               number("decay_rate", "factor at each milestone", "1", spec::at_least(0.0))},
              "true"),
          .formula = "decay_rate^(number of decay_t <= t)",
          .help =
              "timm's milestones; timm long dropped the rate one step "
              "too early, here it falls at the milestone",
          .source = "timm.scheduler.MultiStepLRScheduler",
          .expand = expand_multistep,
          .example = "timm.MultiStepLRScheduler(decay_t=[3ep, 6ep], decay_rate=0.1)",
          .here = "multistep(at=[3ep, 6ep])"};
}

Dialect plateau_scheduler() {
  return {
      .family = "plateau",
      .name = "timm.PlateauLRScheduler",
      .parameters = {number("decay_rate", "what the rate is multiplied by", "0.1",
                            spec::below_from(0.0, 1.0)),
                     {.name = "patience_t",
                      .kind = spec::ValueKind::kEvaluations,
                      .default_text = "10ev",
                      .help = "evaluations without gain that are let pass"},
                     number("threshold",
                            "a gain must be a larger share of "
                            "|best|",
                            "1e-4", spec::at_least(0.0)),
                     {.name = "cooldown_t",
                      .kind = spec::ValueKind::kEvaluations,
                      .default_text = "0ev",
                      .help = "evaluations after a cut that do not count"},
                     delay("warmup_t", "time of the climb", "0it"),
                     rate("warmup_lr_init", "rate of the first update", "0"),
                     rate("lr_min", "lowest rate", "0"),
                     word("mode", "max: larger is better", "max", {"min", "max"}),
                     {.name = "metric",
                      .kind = spec::ValueKind::kText,
                      .default_text = "val_accuracy",
                      .help = "which metric of the evaluations"}},
      .formula = "a warmup, then torch.ReduceLROnPlateau",
      .help =
          "timm's plateau: PyTorch's after a warmup, for an accuracy by "
          "default",
      .source = "timm.scheduler.PlateauLRScheduler",
      .expand = expand_plateau_with_warmup,
      .example =
          "timm.PlateauLRScheduler(metric=val_loss, mode=min, decay_rate=0.5, "
          "patience_t=3ev, warmup_t=10it)",
      .here = "warmup(10it) then plateau(factor=0.5, patience=3ev, min=1.1920928955078126e-07)"};
}

}  // namespace

std::vector<Dialect> timm_steps() {
  return {step_scheduler(), multistep_scheduler(), plateau_scheduler()};
}

}  // namespace anneal::dialect
