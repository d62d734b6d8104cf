#include <algorithm>

#include "schedulers/catalogue.h"
#include "schedulers/dialects/shared.h"

// The cycles of torch.optim.lr_scheduler. CyclicLR and OneCycleLR set the momentum too: since a
// schedule here is of one value, that is an entry of its own, for --schedule momentum=...
namespace anneal::dialect {
namespace {

Schedule cyclic(const spec::Arguments& arguments, double low, double high) {
  CallBuilder call("cyclic");
  call.number("low", low).number("high", high).expr("up", arguments.expr("step_size_up"));
  if (arguments.has("step_size_down")) {
    call.expr("down", arguments.expr("step_size_down"));
  }
  return call.word("mode", arguments.word("mode"))
      .number("gamma", arguments.number("gamma"))
      .schedule();
}

Expansion expand_cyclic(const spec::Arguments& arguments, const RunPlan& plan) {
  return cyclic(arguments, relative(arguments, "base_lr", plan),
                relative(arguments, "max_lr", plan));
}

Expansion expand_cyclic_momentum(const spec::Arguments& arguments, const RunPlan& plan) {
  return cyclic(arguments, relative(arguments, "max_momentum", plan),
                relative(arguments, "base_momentum", plan));
}

// The fields of a one-cycle's phases, whatever they are of.
Phases cycle_phases(const spec::Arguments& arguments, std::int64_t total, const RunPlan& plan) {
  const double peak = relative(arguments, "max_lr", plan);
  const double start = peak / arguments.number("div_factor");
  Phases phases = one_cycle(arguments.number("pct_start"), static_cast<double>(total),
                            arguments.flag("three_phase"), start, peak,
                            start / arguments.number("final_div_factor"));
  phases.cosine = arguments.word("anneal_strategy") == "cos";
  return phases;
}

Phases momentum_phases(const spec::Arguments& arguments, std::int64_t total, const RunPlan& plan) {
  const double high = relative(arguments, "max_momentum", plan);
  const double low = relative(arguments, "base_momentum", plan);
  Phases phases = one_cycle(arguments.number("pct_start"), static_cast<double>(total),
                            arguments.flag("three_phase"), high, low, high);
  phases.cosine = arguments.word("anneal_strategy") == "cos";
  return phases;
}

template <auto phases_of>
Expansion expand_phases(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t total = updates_or_available(arguments, "total_steps", plan);
  return spell(phases_of(arguments, total, plan), available_updates(arguments, plan));
}

template <auto phases_of>
CurvePtr phases_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const std::int64_t total = updates_or_available(arguments, "total_steps", piece);
  return make_phases(piece.length, phases_of(arguments, total, piece.plan));
}

spec::Parameter count(const char* name, const char* help) {
  return {.name = name,
          .kind = spec::ValueKind::kInteger,
          .default_text = "none",
          .range = spec::at_least(1.0),
          .help = help,
          .optional = true};
}

// epochs=10, steps_per_epoch=100 is total_steps=1000it.
void normalise_cycle(const spec::Arguments& arguments, spec::Expr& call) {
  if (!arguments.given("epochs") && !arguments.given("steps_per_epoch")) {
    return;
  }
  if (!arguments.given("epochs") || !arguments.given("steps_per_epoch") ||
      arguments.given("total_steps")) {
    throw arguments.error("give total_steps, or epochs together with steps_per_epoch");
  }
  const auto total = static_cast<double>(arguments.integer("epochs")) *
                     static_cast<double>(arguments.integer("steps_per_epoch"));
  const auto place = std::ranges::find(call.arguments, "epochs", &spec::Argument::name);
  *place = {.name = "total_steps", .value = spec::number(total, spec::Unit::kUpdates)};
  std::erase_if(call.arguments,
                [](const spec::Argument& given) { return given.name == "steps_per_epoch"; });
}

// In PyTorch's own order: `before`, where the phases are, `after`, how many there are.
std::vector<spec::Parameter> cycle_parameters(const std::vector<spec::Parameter>& before,
                                              const std::vector<spec::Parameter>& after) {
  std::vector<spec::Parameter> all = before;
  all.push_back(optional_duration("total_steps", "length of the cycle", "the run"));
  all.push_back(count("epochs", "total_steps is epochs times steps_per_epoch"));
  all.push_back(count("steps_per_epoch", "updates in an epoch"));
  all.push_back(number("pct_start", "share of the climb", "0.3", spec::between(0.0, 1.0)));
  all.push_back(word("anneal_strategy", "shape of every phase", "cos", {"cos", "linear"}));
  all.insert(all.end(), after.begin(), after.end());
  all.push_back(flag("three_phase", "back to the start as long as the climb, then down"));
  return all;
}

std::vector<spec::Parameter> cyclic_parameters(std::vector<spec::Parameter> values) {
  std::vector<spec::Parameter> all = {
      duration("step_size_up", "length of the climb", "2000it"),
      optional_duration("step_size_down", "length of the way down", "step_size_up"),
      word("mode", "what becomes of the amplitude", "triangular",
           {"triangular", "triangular2", "exp_range"}),
      number("gamma", "factor of the amplitude at each update in mode exp_range", "1",
             spec::above(0.0))};
  values.insert(values.end(), all.begin(), all.end());
  return values;
}

Dialect warm_restarts() {
  return {.family = "restarts",
          .name = "torch.CosineAnnealingWarmRestarts",
          .parameters = {duration("T_0", "length of the first cycle"),
                         {.name = "T_mult",
                          .kind = spec::ValueKind::kInteger,
                          .default_text = "1",
                          .range = spec::between(1.0, 1e6),
                          .help = "each cycle is so many times as long"},
                         rate("eta_min", "lowest rate", "0")},
          .formula =
              "eta_min + (base - eta_min) (1 + cos(pi t_i / T_i)) "
              "/ 2 in cycle i of length T_0 T_mult^i",
          .help =
              "SGDR in PyTorch; there step(epoch) finds the cycle by "
              "a logarithm that misses restarts by one, here by "
              "whole numbers",
          .source = "torch.optim.lr_scheduler.CosineAnnealingWarmRestarts",
          .expand = expand_warm_restarts,
          .example = "torch.CosineAnnealingWarmRestarts(T_0=10it, T_mult=2)",
          .here = "cosine_restarts(first=10it, mult=2)"};
}

Dialect cyclic_lr() {
  return {.family = "cyclic",
          .name = "torch.CyclicLR",
          .parameters = cyclic_parameters({base_rate("base_lr", "rate at the foot"),
                                           rate("max_lr", "rate at the first top", "")}),
          .formula =
              "base_lr + (max_lr - base_lr) triangle(t) "
              "amplitude(cycle or t)",
          .help =
              "Smith's triangles in PyTorch; the momentum's are "
              "torch.CyclicLR.momentum",
          .source = "torch.optim.lr_scheduler.CyclicLR",
          .expand = expand_cyclic,
          .example = "torch.CyclicLR(base_lr=0.01, max_lr=0.1, step_size_up=10it)",
          .here = "cyclic(low=0.1, high=1, up=10it)"};
}

Dialect cyclic_momentum() {
  return {.family = "momentum",
          .name = "torch.CyclicLR.momentum",
          .parameters =
              cyclic_parameters({rate("base_momentum", "momentum at the top of the rate", "0.8"),
                                 rate("max_momentum", "momentum at the foot of the rate", "0.9")}),
          .formula =
              "max_momentum - (max_momentum - base_momentum) "
              "triangle(t) amplitude",
          .help =
              "what PyTorch's CyclicLR with cycle_momentum does to "
              "the momentum (beta1 in Adam)",
          .source = "torch.optim.lr_scheduler.CyclicLR",
          .expand = expand_cyclic_momentum,
          .example =
              "torch.CyclicLR.momentum(base_momentum=0.05, max_momentum=0.1, "
              "step_size_up=10it)",
          .here = "cyclic(low=1, high=0.5, up=10it)"};
}

Dialect one_cycle_lr() {
  const std::vector<spec::Parameter> parameters = cycle_parameters(
      {base_rate("max_lr", "rate at the top")},
      {number("div_factor", "max_lr over the first rate", "25", spec::above(0.0)),
       number("final_div_factor", "the first rate over the last one", "1e4", spec::above(0.0))});
  return {.family = "onecycle",
          .name = "torch.OneCycleLR",
          .parameters = parameters,
          .formula =
              "max_lr / div_factor -> max_lr -> max_lr / "
              "(div_factor final_div_factor); phases end at "
              "pct_start N - 1 and N - 1",
          .help =
              "one cycle in PyTorch; beyond total_steps, where PyTorch "
              "extrapolates and then fails, the last rate is held; "
              "the momentum's is torch.OneCycleLR.momentum",
          .source = "torch.optim.lr_scheduler.OneCycleLR",
          .normalise = normalise_cycle,
          .curve = phases_curve<cycle_phases>,
          .expand = expand_phases<cycle_phases>,
          .example = "torch.OneCycleLR(max_lr=0.1)",
          .here = "onecycle(warmup=30%, start=1/25, end=4e-6)"};
}

Dialect one_cycle_momentum() {
  return {.family = "momentum",
          .name = "torch.OneCycleLR.momentum",
          .parameters = cycle_parameters(
              {}, {rate("base_momentum", "momentum at the top of the rate", "0.85"),
                   rate("max_momentum", "momentum at both ends", "0.95")}),
          .formula = "max_momentum -> base_momentum -> max_momentum",
          .help =
              "what PyTorch's OneCycleLR with cycle_momentum does to "
              "the momentum (beta1 in Adam)",
          .source = "torch.optim.lr_scheduler.OneCycleLR",
          .normalise = normalise_cycle,
          .curve = phases_curve<momentum_phases>,
          .expand = expand_phases<momentum_phases>,
          .example = "torch.OneCycleLR.momentum(base_momentum=0.05, max_momentum=0.1)",
          .here = "cosine(from=1, to=0.5, for=29it) then cosine(from=0.5, to=1, endpoint=true)"};
}

}  // namespace

std::vector<Dialect> torch_cycles() {
  return {warm_restarts(), cyclic_lr(), cyclic_momentum(), one_cycle_lr(), one_cycle_momentum()};
}

}  // namespace anneal::dialect
