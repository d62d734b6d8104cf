#include <algorithm>
#include <cmath>

#include "schedulers/catalogue.h"
#include "schedulers/dialects/shared.h"

// Training scripts for language models, which differ in where the climb begins and ends.
namespace anneal::dialect {
namespace {

// A climb whose update t uses (t + 1) / (W + 1): above 0 at first, and 1 right after it.
Schedule titan_climb(std::int64_t count) {
  return warmup(in_updates(count), {.from = 1.0 / static_cast<double>(count + 1)});
}

// A climb whose update t uses (t + 1) / W: the last one uses 1 already.
Schedule llmc_climb(std::int64_t count) {
  return linear({.from = 1.0 / static_cast<double>(count),
                 .to = 1.0,
                 .endpoint = true,
                 .length = in_updates(count)});
}

Schedule titan_fall(const std::string& type, double to, std::int64_t count) {
  if (type == "cosine") {
    return half_cosine(1.0, to, count);
  }
  if (type == "sqrt") {
    return one_minus_sqrt({.to = to, .length = in_updates(count)});
  }
  return linear({.to = to, .length = in_updates(count)});
}

Expansion expand_titan(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t available = available_updates(arguments, plan);
  const std::int64_t total = updates_or_available(arguments, "steps", plan);
  const std::int64_t climb = updates(arguments, "warmup_steps", plan);
  std::int64_t fall = std::max<std::int64_t>(total - climb, 0);
  if (arguments.has("decay_ratio")) {
    // nearbyint rounds halves to even, as Python does.
    const double exact = arguments.number("decay_ratio") * static_cast<double>(total);
    fall = std::min(fall, static_cast<std::int64_t>(std::nearbyint(exact)));
  }
  const std::int64_t stable = std::max<std::int64_t>(total - climb - fall, 0);
  Pieces pieces;
  if (climb > 0) {
    pieces.add(climb, titan_climb(climb));
  }
  if (stable > 0) {
    pieces.add(stable, constant(1.0, in_updates(stable)));
  }
  if (fall == 0) {
    return pieces.then_open(constant(), available);
  }
  // The fall divides by one more than its updates: it begins below 1 and ends above lr_min.
  const double to = arguments.number("lr_min");
  return pieces.then_open(
      window(titan_fall(arguments.word("decay_type"), to, fall + 1), {.skip = Steps(1)}),
      available);
}

// warmup_iterations, then make(count, to) over the rest of train_num_batches.
template <class Make>
Schedule llmc(const spec::Arguments& arguments, const RunPlan& plan, Make make) {
  const std::int64_t total = updates_or_available(arguments, "train_num_batches", plan);
  const std::int64_t climb = updates(arguments, "warmup_iterations", plan);
  const double to = arguments.number("final_learning_rate_frac");
  Pieces pieces;
  if (climb > 0) {
    pieces.add(climb, llmc_climb(climb));
  }
  make(pieces, climb, total, to);
  return pieces.then_hold(available_updates(arguments, plan));
}

Expansion expand_llmc_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  return llmc(arguments, plan,
              [](Pieces& pieces, std::int64_t climb, std::int64_t total, double to) {
                const std::int64_t count = std::max<std::int64_t>(total - climb, 1);
                pieces.add(count, half_cosine(1.0, to, count));
              });
}

Expansion expand_llmc_linear(const spec::Arguments& arguments, const RunPlan& plan) {
  return llmc(arguments, plan,
              [](Pieces& pieces, std::int64_t climb, std::int64_t total, double to) {
                const std::int64_t count = std::max<std::int64_t>(total - climb, 1);
                pieces.add(count, linear({.to = to, .length = in_updates(count)}));
              });
}

Expansion expand_llmc_wsd(const spec::Arguments& arguments, const RunPlan& plan) {
  return llmc(
      arguments, plan, [](Pieces& pieces, std::int64_t climb, std::int64_t total, double to) {
        const auto decay_point = static_cast<std::int64_t>(0.8 * static_cast<double>(total));
        const std::int64_t stable = std::max<std::int64_t>(decay_point - climb, 0);
        const std::int64_t count = std::max<std::int64_t>(total - std::max(decay_point, climb), 1);
        if (stable > 0) {
          pieces.add(stable, constant(1.0, in_updates(stable)));
        }
        pieces.add(count, one_minus_sqrt({.to = to, .length = in_updates(count)}));
      });
}

Expansion expand_nanogpt(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t climb = updates(arguments, "warmup_iters", plan);
  const std::int64_t total = updates_or_available(arguments, "lr_decay_iters", plan);
  const std::int64_t count = std::max<std::int64_t>(total - climb, 1);
  Pieces pieces;
  if (climb > 0) {
    pieces.add(climb, titan_climb(climb));
  }
  return pieces.add(count, half_cosine(1.0, relative(arguments, "min_lr", plan), count))
      .then_hold(available_updates(arguments, plan));
}

Dialect torchtitan_row() {
  spec::Parameter decay_ratio =
      number("decay_ratio", "share of the fall", "all after the warmup", spec::between(0.0, 1.0));
  decay_ratio.optional = true;
  return {.family = "wsd",
          .name = "torchtitan.linear_warmup_stable_decay",
          .parameters = {delay("warmup_steps", "time of the climb", "200it"), decay_ratio,
                         word("decay_type", "shape of the fall", "linear",
                              {"linear", "sqrt", "cosine"}),
                         number("lr_min", "last multiplier", "0", spec::between(0.0, 1.0)),
                         optional_duration("steps", "length of the training", "the run")},
          .formula =
              "(t + 1) / (W + 1), then 1, then the fall with u = (t + 1 - "
              "begin) / (D + 1)",
          .help =
              "torchtitan's warmup-stable-decay: no update has rate 0, and the "
              "last one is still above lr_min, which is a share here; a fall "
              "longer than the rest of the run is shortened",
          .source = "torchtitan/components/lr_scheduler.py",
          .aliases = {"torchtitan.lr_scheduler"},
          .expand = expand_titan,
          .example = "torchtitan.linear_warmup_stable_decay(warmup_steps=10it, decay_ratio=0.2)",
          .here =
              "warmup(10it, from=1/11) then constant then window(linear(for=21it), skip=1it, "
              "for=20it)"};
}

std::vector<spec::Parameter> llmc_parameters() {
  return {delay("warmup_iterations", "time of the climb", "0it"),
          optional_duration("train_num_batches", "time of climb and fall together", "the run"),
          number("final_learning_rate_frac", "last multiplier", "1", spec::at_least(0.0))};
}

Dialect llmc_row(const char* family,
                 const char* name,
                 const char* formula,
                 Expansion (*expand)(const spec::Arguments&, const RunPlan&),
                 const char* example,
                 const char* here) {
  return {.family = family,
          .name = name,
          .parameters = llmc_parameters(),
          .formula = formula,
          .help =
              "llm.c: the first update already climbs, the last of the "
              "warmup uses the full rate; final_learning_rate_frac is 1 "
              "by default, no fall",
          .source = "llm.c/llmc/schedulers.h",
          .expand = expand,
          .example = example,
          .here = here};
}

Dialect nanogpt_row() {
  return {.family = "cosine",
          .name = "nanogpt.get_lr",
          .parameters = {delay("warmup_iters", "time of the climb", "2000it"),
                         optional_duration("lr_decay_iters", "time of climb and fall together",
                                           "the run"),
                         rate("min_lr", "lowest rate", "6e-5")},
          .formula = "(t + 1) / (W + 1), then a cosine to min_lr",
          .help = "nanoGPT's cosine with warmup; holds min_lr after lr_decay_iters",
          .source = "nanoGPT/train.py, get_lr",
          .expand = expand_nanogpt,
          .example = "nanogpt.get_lr(warmup_iters=10it, min_lr=0.01)",
          .here = "warmup(10it, from=1/11) then cosine(to=0.1)"};
}

}  // namespace

std::vector<Dialect> torchtitan() {
  return {torchtitan_row(),
          llmc_row("cosine", "llmc.cosine", "(t + 1) / W, then a cosine", expand_llmc_cosine,
                   "llmc.cosine(warmup_iterations=10it, final_learning_rate_frac=0.1)",
                   "linear(from=0.1, to=1, endpoint=true, for=10it) then cosine(to=0.1)"),
          llmc_row("linear", "llmc.linear", "(t + 1) / W, then a straight line", expand_llmc_linear,
                   "llmc.linear(warmup_iterations=10it, final_learning_rate_frac=0.1)",
                   "linear(from=0.1, to=1, endpoint=true, for=10it) then linear(to=0.1)"),
          llmc_row("wsd", "llmc.wsd", "(t + 1) / W, then 1, then 1 - sqrt(u) over the last 20%",
                   expand_llmc_wsd, "llmc.wsd(warmup_iterations=10it, final_learning_rate_frac=0)",
                   "linear(from=0.1, to=1, endpoint=true, for=10it) then constant then "
                   "one_minus_sqrt(for=20it)"),
          nanogpt_row()};
}

}  // namespace anneal::dialect
