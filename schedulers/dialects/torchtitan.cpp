#include <algorithm>
#include <cmath>

#include "schedulers/catalogue.h"
#include "schedulers/dialects/shared.h"

// Training scripts for language models, which differ in where the climb begins and ends.
namespace anneal::dialect {
namespace {

// A climb whose update t uses (t + 1) / (W + 1): above 0 at first, and 1 right after it.
Schedule early_climb(std::int64_t count) {
  return warmup(in_updates(count), {.from = 1.0 / static_cast<double>(count + 1)});
}

// A climb whose update t uses (t + 1) / W: the last one uses 1 already.
Schedule full_climb(std::int64_t count) {
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
  const bool until_2025 = arguments.integer("version") == 2025;
  const std::int64_t total = updates_or_available(arguments, "total_steps", plan);
  std::int64_t climb = updates(arguments, "warmup_steps", plan);
  if (!until_2025) {
    climb = std::min(climb, total);
  }
  std::int64_t fall = std::max<std::int64_t>(total - climb, 0);
  if (arguments.has("decay_ratio")) {
    // nearbyint rounds halves to even, as Python does.
    const double exact = arguments.number("decay_ratio") * static_cast<double>(total);
    fall = std::min(fall, static_cast<std::int64_t>(std::nearbyint(exact)));
  }
  Pieces pieces;
  if (climb > 0) {
    pieces.add(climb, until_2025 ? early_climb(climb) : full_climb(climb));
  }
  const std::int64_t stable = total - climb - fall;
  if (stable > 0) {
    pieces.add(stable, constant(1.0, in_updates(stable)));
  }
  const std::int64_t available = available_updates(arguments, plan);
  if (fall == 0) {
    return pieces.then_hold(1.0, available);
  }
  const std::string& type = arguments.word("decay_type");
  const double to = arguments.number("min_lr_factor");
  // The old fall divides by one more than its updates: it begins below 1 and ends above the floor.
  pieces.add(fall, until_2025 ? window(titan_fall(type, to, fall + 1),
                                       {.skip = Steps(1), .length = in_updates(fall)})
                              : titan_fall(type, to, fall));
  return pieces.then_hold(to, available);
}

// warmup_iterations, then add(pieces, climb, total, to), which brings the rate down to `to`.
template <class Add>
Schedule llmc(const spec::Arguments& arguments, const RunPlan& plan, Add add) {
  const std::int64_t total = updates_or_available(arguments, "train_num_batches", plan);
  const std::int64_t climb = updates(arguments, "warmup_iterations", plan);
  const double to = arguments.number("final_learning_rate_frac");
  Pieces pieces;
  if (climb > 0) {
    pieces.add(climb, full_climb(climb));
  }
  if (climb < total) {
    add(pieces, climb, total, to);
  }
  return pieces.then_hold(to, available_updates(arguments, plan));
}

Expansion expand_llmc_cosine(const spec::Arguments& arguments, const RunPlan& plan) {
  return llmc(arguments, plan,
              [](Pieces& pieces, std::int64_t climb, std::int64_t total, double to) {
                pieces.add(total - climb, half_cosine(1.0, to, total - climb));
              });
}

Expansion expand_llmc_linear(const spec::Arguments& arguments, const RunPlan& plan) {
  return llmc(arguments, plan,
              [](Pieces& pieces, std::int64_t climb, std::int64_t total, double to) {
                pieces.add(total - climb, linear({.to = to, .length = in_updates(total - climb)}));
              });
}

Expansion expand_llmc_wsd(const spec::Arguments& arguments, const RunPlan& plan) {
  return llmc(
      arguments, plan, [](Pieces& pieces, std::int64_t climb, std::int64_t total, double to) {
        const auto decay_point = static_cast<std::int64_t>(0.8 * static_cast<double>(total));
        const std::int64_t count = total - decay_point;
        if (decay_point > climb) {
          pieces.add(decay_point - climb, constant(1.0, in_updates(decay_point - climb)));
        }
        pieces.add_fall(total, count, one_minus_sqrt({.to = to, .length = in_updates(count)}));
      });
}

Expansion expand_nanogpt(const spec::Arguments& arguments, const RunPlan& plan) {
  const std::int64_t climb = updates(arguments, "warmup_iters", plan);
  const std::int64_t total = updates_or_available(arguments, "lr_decay_iters", plan);
  const std::int64_t count = total - climb;
  const double to = relative(arguments, "min_lr", plan);
  Pieces pieces;
  if (climb > 0) {
    pieces.add(climb, early_climb(climb));
  }
  if (count > 0) {
    pieces.add(count, half_cosine(1.0, to, count));
  }
  return pieces.then_hold(to, available_updates(arguments, plan));
}

Dialect torchtitan_row() {
  spec::Parameter decay_ratio =
      number("decay_ratio", "share of the fall", "all after the warmup", spec::between(0.0, 1.0));
  decay_ratio.optional = true;
  return {
      .family = "wsd",
      .name = "torchtitan.linear_warmup_stable_decay",
      .parameters = {delay("warmup_steps", "time of the climb", "200it"),
                     optional_duration("total_steps", "length of the training", "the run"),
                     decay_ratio,
                     word("decay_type", "shape of the fall", "linear",
                          {"linear", "sqrt", "cosine"}),
                     number("min_lr_factor", "last multiplier", "0", spec::between(0.0, 1.0)),
                     {.name = "version",
                      .kind = spec::ValueKind::kInteger,
                      .default_text = "2026",
                      .range = spec::between(2025.0, 2026.0),
                      .help = "2025: the formula until its pull request 1284 of June 2025"}},
      .formula =
          "(t + 1) / W, then 1, then the fall with u = (t + 1 - W - S) / D, where "
          "S = N + 1 - W - D",
      .help =
          "torchtitan's warmup-stable-decay: no update has rate 0. min_lr_factor is a share; a "
          "climb or fall longer than the rest of the run is shortened; after total_steps, where "
          "torchtitan goes on below the floor, the floor is held. With version=2025 (then "
          "min_lr_factor was called lr_min): (t + 1) / (W + 1), then the fall with "
          "u = (t + 1 - begin) / (D + 1), so that neither 1 nor the floor need be reached",
      .source = "torchtitan/components/optimizer/lr_scheduler.py",
      .aliases = {"torchtitan.lr_scheduler"},
      .expand = expand_titan,
      .example = "torchtitan.linear_warmup_stable_decay(warmup_steps=10it, decay_ratio=0.2)",
      .here =
          "linear(from=0.1, to=1, endpoint=true, for=10it) then constant then "
          "linear(for=20it)"};
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
