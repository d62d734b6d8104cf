#include "schedulers/catalogue.h"
#include "schedulers/dialects/shared.h"

// torch.optim.lr_scheduler, without LambdaLR and MultiplicativeLR: those take a Python function,
// here a C++ one (the entry `lambda`). Where PyTorch multiplies the current rate again and again,
// these are its closed forms, which do not gather rounding errors.
namespace anneal::dialect {
namespace {

Expansion expand_constant(const spec::Arguments& arguments, const RunPlan&) {
  return CallBuilder("piecewise")
      .numbers("values", {arguments.number("factor"), 1.0})
      .expr("at", spec::list({arguments.expr("total_iters")}))
      .schedule();
}

Expansion expand_linear(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t count = updates(arguments, "total_iters", plan);
  const double start = arguments.number("start_factor");
  const double end = arguments.number("end_factor");
  return Pieces().add(count, line(start, end, count)).then_hold(available_updates(arguments, plan));
}

Expansion expand_exponential(const spec::Arguments& arguments, const RunPlan&) {
  return exponential_decay(arguments.number("gamma"), arguments);
}

Expansion expand_polynomial(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t count = updates(arguments, "total_iters", plan);
  const Schedule piece = power_piece(arguments.number("power"), 1.0, 0.0, count);
  return Pieces().add(count, piece).then_hold(available_updates(arguments, plan));
}

Expansion expand_sequential(const spec::Arguments& arguments,
                            const RunPlan& plan,
                            const std::vector<Schedule>& schedulers) {
  return join(arguments, schedulers, "milestones", plan);
}

Expansion expand_chained(const spec::Arguments&,
                         const RunPlan&,
                         const std::vector<Schedule>& schedulers) {
  Schedule product = schedulers.front();
  for (std::size_t i = 1; i < schedulers.size(); ++i) {
    product = product * schedulers[i];
  }
  return product;
}

Dialect step_lr() {
  return {.family = "step",
          .name = "torch.StepLR",
          .parameters = {duration("step_size", "time between the steps"),
                         number("gamma", "factor at each step", "0.1", spec::at_least(0.0))},
          .formula = "gamma^floor(t / step_size)",
          .help = "PyTorch's step decay",
          .source = "torch.optim.lr_scheduler.StepLR",
          .expand = expand_step,
          .example = "torch.StepLR(step_size=3ep, gamma=0.1)",
          .here = "step(every=3ep, gamma=0.1)"};
}

Dialect multistep_lr() {
  return {.family = "multistep",
          .name = "torch.MultiStepLR",
          .parameters = {durations("milestones", "when the rate falls"),
                         number("gamma", "factor at each milestone", "0.1", spec::at_least(0.0))},
          .formula = "gamma^(number of milestones <= t)",
          .help =
              "PyTorch's milestones: the update with a milestone's index "
              "already uses the new rate; one given twice acts twice",
          .source = "torch.optim.lr_scheduler.MultiStepLR",
          .expand = expand_multistep,
          .example = "torch.MultiStepLR(milestones=[3ep, 6ep], gamma=0.1)",
          .here = "multistep(at=[3ep, 6ep], gamma=0.1)"};
}

Dialect constant_lr() {
  return {.family = "warmup",
          .name = "torch.ConstantLR",
          .parameters = {number("factor", "multiplier until total_iters", "1/3",
                                spec::between(0.0, 1.0)),
                         duration("total_iters", "how long", "5it")},
          .formula = "factor while t < total_iters, then 1",
          .help =
              "PyTorch's constant warmup: not a constant rate, which "
              "is `constant`; factor=0 works too",
          .source = "torch.optim.lr_scheduler.ConstantLR",
          .expand = expand_constant,
          .example = "torch.ConstantLR(factor=0.5, total_iters=5it)",
          .here = "constant(0.5, for=5it) then constant"};
}

Dialect linear_lr() {
  return {
      .family = "warmup",
      .name = "torch.LinearLR",
      .parameters = {number("start_factor", "multiplier of the first update", "1/3",
                            spec::between(0.0, 1.0)),
                     number("end_factor", "multiplier at the end", "1", spec::between(0.0, 1.0)),
                     duration("total_iters", "how long", "5it")},
      .formula =
          "start + (end - start) min(t, T) / T, "
          "T = total_iters",
      .help =
          "PyTorch's linear warmup, which begins above 0 "
          "(start_factor=0 works here)",
      .source = "torch.optim.lr_scheduler.LinearLR",
      .expand = expand_linear,
      .example = "torch.LinearLR(start_factor=0.25, total_iters=20it)",
      .here = "warmup(20it, from=0.25) then constant"};
}

Dialect exponential_lr() {
  return {.family = "exponential",
          .name = "torch.ExponentialLR",
          .parameters = {number("gamma", "factor of each step()", "", spec::above(0.0)),
                         every_parameter()},
          .formula = "gamma^floor(t / every)",
          .help =
              "PyTorch's exponential decay; `every` is ours, because "
              "gamma alone does not say per update or per epoch",
          .source = "torch.optim.lr_scheduler.ExponentialLR",
          .expand = expand_exponential,
          .example = "torch.ExponentialLR(gamma=0.9, every=1ep)",
          .here = "decay(gamma=0.9, every=1ep, staircase=true)"};
}

Dialect polynomial_lr() {
  return {.family = "polynomial",
          .name = "torch.PolynomialLR",
          .parameters = {duration("total_iters", "how long", "5it"),
                         number("power", "1 is linear", "1", spec::above(0.0))},
          .formula = "(1 - min(t, T) / T)^power, T = total_iters",
          .help = "PyTorch's polynomial decay to 0",
          .source = "torch.optim.lr_scheduler.PolynomialLR",
          .expand = expand_polynomial,
          .example = "torch.PolynomialLR(total_iters=10ep, power=0.9)",
          .here = "polynomial(power=0.9)"};
}

Dialect cosine_annealing_lr() {
  return {.family = "cosine",
          .name = "torch.CosineAnnealingLR",
          .parameters = {duration("T_max",
                                  "time from the base rate to "
                                  "eta_min"),
                         rate("eta_min", "lowest rate", "0")},
          .formula =
              "eta_min + (base - eta_min) (1 + cos(pi t / T_max)) "
              "/ 2",
          .help =
              "PyTorch's cosine, which climbs again after T_max; "
              "PyTorch's own recursion drifts from this closed form",
          .source = "torch.optim.lr_scheduler.CosineAnnealingLR",
          .expand = expand_periodic_cosine,
          .example = "torch.CosineAnnealingLR(T_max=10ep, eta_min=0.001)",
          .here = "cosine(to=0.01)"};
}

Dialect sequential_lr() {
  return {.family = "sequence",
          .name = "torch.SequentialLR",
          .parameters = {schedules("schedulers", "one after the other"),
                         durations("milestones", "where the next one begins")},
          .formula = "a for=m0 then b for=m1-m0 then ...",
          .help =
              "PyTorch's sequence, each on its own clock: here simply "
              "`then`",
          .source = "torch.optim.lr_scheduler.SequentialLR",
          .inner = {.argument = "schedulers"},
          .normalise = [](const spec::Arguments& arguments,
                          spec::Expr&) { check_members(arguments, "schedulers", "milestones"); },
          .expand_inner = expand_sequential,
          .example =
              "torch.SequentialLR(torch.LinearLR(start_factor=0.1, total_iters=10it), "
              "torch.CosineAnnealingLR(T_max=90it), milestones=[10it])",
          .here = "warmup(10it, from=0.1) then cosine"};
}

Dialect chained_scheduler() {
  return {.family = "product",
          .name = "torch.ChainedScheduler",
          .parameters = {schedules("schedulers", "all at the same time")},
          .formula = "a * b * ...",
          .help =
              "PyTorch's product; there a cosine with eta_min > 0, "
              "CyclicLR and OneCycleLR set the rate instead of "
              "multiplying it, here all are factors",
          .source = "torch.optim.lr_scheduler.ChainedScheduler",
          .inner = {.argument = "schedulers"},
          .normalise = [](const spec::Arguments& arguments,
                          spec::Expr&) { check_members(arguments, "schedulers"); },
          .expand_inner = expand_chained,
          .example =
              "torch.ChainedScheduler(torch.ConstantLR(factor=0.1, total_iters=10it), "
              "torch.ExponentialLR(gamma=0.99))",
          .here = "(constant(0.1, for=10it) then constant) * decay(gamma=0.99, every=1it)"};
}

Dialect reduce_lr_on_plateau() {
  return {.family = "plateau",
          .name = "torch.ReduceLROnPlateau",
          .parameters = plateau_parameters(),
          .formula =
              "rate <- max(rate factor, min_lr) when more than "
              "patience evaluations in a row are without gain",
          .help =
              "PyTorch's plateau; a relative threshold is of |best| "
              "here, so that it also works below 0",
          .source = "torch.optim.lr_scheduler.ReduceLROnPlateau",
          .expand = expand_plateau,
          .example = "torch.ReduceLROnPlateau(factor=0.5, patience=3ev, eps=0)",
          .here = "plateau(factor=0.5, patience=3ev)"};
}

}  // namespace

std::vector<Dialect> torch() {
  return {step_lr(),           multistep_lr(),        constant_lr(),         linear_lr(),
          exponential_lr(),    polynomial_lr(),       cosine_annealing_lr(), sequential_lr(),
          chained_scheduler(), reduce_lr_on_plateau()};
}

}  // namespace anneal::dialect
