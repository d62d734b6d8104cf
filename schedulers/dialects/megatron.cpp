#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/curves.h"
#include "schedulers/dialects/support.h"

// megatron.core.optimizer_param_scheduler: --lr-decay-style NAME is megatron.NAME, and the options
// that go with it are its arguments. Megatron counts samples; with one batch size all along that
// is updates.
namespace anneal::dialect {
namespace {

constexpr const char* kMegatron = "megatron/core/optimizer_param_scheduler.py";

// What all styles share. The climb need not be whole updates: it may be a share of the run.
struct Course {
  double climb;        ///< W
  std::int64_t total;  ///< N > W
  double init;
  double min;

  bool whole() const { return climb == std::floor(climb); }
  std::int64_t climb_updates() const { return static_cast<std::int64_t>(climb); }
};

Course course(const spec::Arguments& arguments,
              std::int64_t climb,
              std::int64_t total,
              const RunPlan& plan) {
  const double exact = arguments.has("lr_warmup_fraction")
                           ? arguments.number("lr_warmup_fraction") * static_cast<double>(total)
                           : static_cast<double>(climb);
  if (exact >= static_cast<double>(total)) {
    throw arguments.error(
        arguments.has("lr_warmup_fraction") ? "lr_warmup_fraction" : "lr_warmup_iters",
        join_text("a warmup of ", exact, " updates leaves nothing of lr_decay_iters, ", total,
                  " (Megatron stops there; shorten it)"));
  }
  return {exact, total, relative(arguments, "lr_warmup_init", plan),
          relative(arguments, "min_lr", plan)};
}

Course course(const spec::Arguments& arguments, const RunPlan& plan) {
  return course(arguments, updates(arguments, "lr_warmup_iters", plan),
                updates_or_available(arguments, "lr_decay_iters", plan), plan);
}

Course course(const spec::Arguments& arguments, PieceContext& piece) {
  return course(arguments, piece.updates(arguments, "lr_warmup_iters"),
                updates_or_available(arguments, "lr_decay_iters", piece), piece.plan);
}

// The climb, fall(t) up to N with min_lr at the latest after it.
template <class Fall>
CurvePtr course_curve(std::int64_t length, const Course& course, Fall fall) {
  return make_curve(length, [=](std::int64_t t) {
    const auto now = static_cast<double>(t);
    if (course.climb > 0.0 && now <= course.climb) {
      return linear_curve(now / course.climb, course.init, 1.0);
    }
    return t > course.total ? course.min : fall(now);
  });
}

Pieces climb_pieces(const Course& course) {
  Pieces pieces;
  if (course.climb > 0.0) {
    pieces.add(course.climb_updates(), line(course.init, 1.0, course.climb_updates()));
  }
  return pieces;
}

Expansion expand_constant(const spec::Arguments& arguments, const RunPlan& plan) {
  const Course shape = course(arguments, plan);
  if (!shape.whole()) {
    return std::nullopt;
  }
  return climb_pieces(shape).then_hold(1.0, available_updates(arguments, plan));
}

CurvePtr constant_curve(const spec::Arguments& arguments, PieceContext& piece) {
  Course shape = course(arguments, piece);
  shape.min = 1.0;  // lr_decay_iters is not asked
  return course_curve(piece.length, shape, [](double) { return 1.0; });
}

// linear and cosine, over what the climb leaves of lr_decay_iters.
template <auto make>
Expansion expand_fall(const spec::Arguments& arguments, const RunPlan& plan) {
  const Course shape = course(arguments, plan);
  if (!shape.whole()) {
    return std::nullopt;
  }
  const std::int64_t count = shape.total - shape.climb_updates();
  return climb_pieces(shape)
      .add(count, make({.to = shape.min, .length = in_updates(count)}))
      .then_hold(available_updates(arguments, plan));
}

template <auto curve>
CurvePtr fall_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const Course shape = course(arguments, piece);
  return course_curve(piece.length, shape, [shape](double t) {
    return curve((t - shape.climb) / (static_cast<double>(shape.total) - shape.climb), 1.0,
                 shape.min);
  });
}

CurvePtr inverse_sqrt_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const Course shape = course(arguments, piece);
  return course_curve(piece.length, shape, [shape](double t) {
    return std::max(shape.min, std::sqrt(std::max(shape.climb, 1.0) / std::max(t, 1.0)));
  });
}

// What is left of the rate at progress u through the fall.
double wsd_left(const std::string& style, double u) {
  if (style == "linear") {
    return 1.0 - u;
  }
  if (style == "cosine") {
    return cosine_curve(u, 1.0, 0.0);
  }
  if (style == "exponential") {
    return 2.0 * std::pow(0.5, u) - 1.0;
  }
  return 1.0 - std::sqrt(u);
}

CurvePtr wsd_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const Course shape = course(arguments, piece);
  const auto fall = static_cast<double>(piece.updates(arguments, "lr_wsd_decay_iters"));
  const std::string style = arguments.word("lr_wsd_decay_style");
  return course_curve(piece.length, shape, [=](double t) {
    const double u = std::max((t - static_cast<double>(shape.total) + fall) / fall, 0.0);
    return shape.min + wsd_left(style, u) * (1.0 - shape.min);
  });
}

// All but the exponential fall, whose curve the catalogue does not have, and a fall that the climb
// reaches into.
Expansion expand_wsd(const spec::Arguments& arguments, const RunPlan& plan) {
  const Course shape = course(arguments, plan);
  const std::int64_t fall = updates(arguments, "lr_wsd_decay_iters", plan);
  const std::string& style = arguments.word("lr_wsd_decay_style");
  const std::int64_t stable = shape.total - fall - shape.climb_updates();
  if (!shape.whole() || stable < 0 || style == "exponential") {
    return std::nullopt;
  }
  Pieces pieces = climb_pieces(shape);
  if (stable > 0) {
    pieces.add(stable, constant(1.0, in_updates(stable)));
  }
  const CurveOptions options{.to = shape.min, .length = in_updates(fall)};
  return pieces
      .add(fall, style == "linear"   ? linear(options)
                 : style == "cosine" ? cosine(options)
                                     : one_minus_sqrt(options))
      .then_hold(available_updates(arguments, plan));
}

void normalise_warmup(const spec::Arguments& arguments, spec::Expr&) {
  if (arguments.given("lr_warmup_fraction") && arguments.given("lr_warmup_iters")) {
    throw arguments.error("give one of lr_warmup_iters and lr_warmup_fraction");
  }
}

std::vector<spec::Parameter> parameters() {
  spec::Parameter fraction = number("lr_warmup_fraction", "the same as a share of lr_decay_iters",
                                    "lr_warmup_iters", spec::below_from(0.0, 1.0));
  fraction.optional = true;
  return {delay("lr_warmup_iters", "time of the climb", "0it"), fraction,
          rate("lr_warmup_init", "rate of the first update", "0"),
          optional_duration("lr_decay_iters", "time of climb and fall together", "the run"),
          rate("min_lr", "lowest rate", "0")};
}

// One decay style: they differ in what comes after the climb.
Dialect style(const char* family,
              const char* name,
              const char* formula,
              const char* help,
              const char* example,
              const char* here) {
  return {.family = family,
          .name = name,
          .parameters = parameters(),
          .formula = formula,
          .help = help,
          .source = kMegatron,
          .normalise = normalise_warmup,
          .example = example,
          .here = here};
}

}  // namespace

std::vector<Dialect> megatron() {
  Dialect constant_style =
      style("warmup", "megatron.constant", "init + (1 - init) t / W up to t = W, then 1",
            "Megatron-LM's constant rate after a linear warmup",
            "megatron.constant(lr_warmup_iters=10it)", "warmup(10it) then constant");
  constant_style.expand = expand_constant;
  constant_style.curve = constant_curve;

  Dialect linear_style = style(
      "linear", "megatron.linear", "warmup, then min + (1 - min) (1 - (t - W) / (N - W))",
      "Megatron-LM's default: a straight line to min_lr after a linear warmup",
      "megatron.linear(lr_warmup_iters=10it, min_lr=0.01)", "warmup(10it) then linear(to=0.1)");
  linear_style.expand = expand_fall<linear>;
  linear_style.curve = fall_curve<linear_curve>;

  Dialect cosine_style = style(
      "cosine", "megatron.cosine", "warmup, then a cosine with u = (t - W) / (N - W)",
      "Megatron-LM's cosine to min_lr after a linear warmup, held after lr_decay_iters",
      "megatron.cosine(lr_warmup_fraction=0.1, min_lr=0.01)", "warmup(10it) then cosine(to=0.1)");
  cosine_style.expand = expand_fall<cosine>;
  cosine_style.curve = fall_curve<cosine_curve>;

  Dialect inverse_sqrt_style =
      style("inverse sqrt", "megatron.inverse_square_root",
            "warmup, then sqrt(max(W, 1) / t), not below min_lr; min_lr after t = N",
            "Megatron-LM's inverse-square-root, which drops to min_lr after lr_decay_iters",
            "megatron.inverse_square_root(lr_warmup_iters=10it)",
            "warmup(10it) then inverse_sqrt(timescale=10it)");
  inverse_sqrt_style.curve = inverse_sqrt_curve;

  Dialect wsd_style =
      style("wsd", "megatron.WSD",
            "warmup, then 1, then the fall with u = (t - N + D) / D; exponential: 2 * 0.5^u - 1",
            "Megatron-LM's warmup-stable-decay; its exponential fall reaches min_lr exactly",
            "megatron.WSD(lr_warmup_iters=10it, lr_wsd_decay_iters=20it, "
            "lr_wsd_decay_style=minus_sqrt)",
            "warmup(10it) then constant then one_minus_sqrt(for=20it)");
  wsd_style.parameters.push_back(duration("lr_wsd_decay_iters", "time of the fall"));
  wsd_style.parameters.push_back(word("lr_wsd_decay_style", "shape of the fall", "exponential",
                                      {"exponential", "linear", "cosine", "minus_sqrt"}));
  wsd_style.expand = expand_wsd;
  wsd_style.curve = wsd_curve;

  return {constant_style, linear_style, cosine_style, inverse_sqrt_style, wsd_style};
}

}  // namespace anneal::dialect
