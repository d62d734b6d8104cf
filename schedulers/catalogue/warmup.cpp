#include <cmath>

#include "core/text.h"
#include "schedulers/catalogue.h"
#include "schedulers/curves.h"

namespace anneal {
namespace {

// The ways to climb: a small catalogue of its own, because polynomial takes a power.
struct ShapeEntry {
  spec::Signature signature;
  CurveShape shape;
};

const std::vector<ShapeEntry>& shapes() {
  static const std::vector<ShapeEntry> entries{
      {{.name = "linear"}, CurveShape::kLinear},
      {{.name = "cosine"}, CurveShape::kCosine},
      {{.name = "exponential"}, CurveShape::kExponential},
      {{.name = "sqrt"}, CurveShape::kSqrt},
      {{.name = "polynomial",
        .parameters = {{.name = "power",
                        .default_text = "2",
                        .range = spec::above(0.0),
                        .positional = true}}},
       CurveShape::kPolynomial},
  };
  return entries;
}

double climb(CurveShape shape, double power, double u, double from) {
  switch (shape) {
    case CurveShape::kCosine:
      return cosine_curve(u, from, 1.0);
    case CurveShape::kExponential:
      return exponential_curve(u, from, 1.0);
    case CurveShape::kSqrt:
      return from + (1.0 - from) * std::sqrt(u);
    case CurveShape::kPolynomial:
      return from + (1.0 - from) * std::pow(u, power);
    default:
      return linear_curve(u, from, 1.0);
  }
}

void warn_about_length(const spec::Arguments& arguments, PieceContext& piece) {
  const std::int64_t length = piece.length;
  const std::int64_t total = piece.plan.total.count();
  if (length == 1) {
    piece.warn(
        " has 1 update: only the first update is slowed (lengthen it, or "
        "leave it out)");
  } else if (2 * length > total) {
    const double percent =
        std::round(1000.0 * static_cast<double>(length) / static_cast<double>(total)) / 10.0;
    const bool epochs = arguments.length("length").unit == spec::Unit::kEpochs;
    piece.warn(join_text(" takes ", length, " of ", total, " updates (", percent,
                         "%): more than half of the run (shorten it",
                         epochs ? "; were updates, it, meant and not epochs, ep?)" : ")"));
  }
}

}  // namespace

Schedule warmup(Length length, const WarmupOptions& options) {
  spec::Expr shape = spec::word("linear");
  for (const ShapeEntry& entry : shapes()) {
    if (entry.shape == options.shape) {
      shape = spec::word(entry.signature.name);
    }
  }
  if (options.shape == CurveShape::kPolynomial) {
    shape = CallBuilder("polynomial").number("power", options.power).call();
  } else if (options.shape == CurveShape::kOneMinusSqrt) {
    shape = spec::word("one_minus_sqrt");  // refused with the shapes that exist
  }
  return CallBuilder("warmup")
      .length("length", length)
      .number("from", options.from)
      .expr("shape", shape)
      .schedule();
}

namespace {

// Where a warmup has a name together with what follows it, they are two schedules here.
std::vector<spec::Synonym> synonyms_of_warmup() {
  std::vector<spec::Synonym> all =
      spec::unlike({"linear_warmup", "warmup_linear", "gradual_warmup"}, "warmup(5%)",
                   "it is called warmup here");
  for (const spec::Synonym& then_cosine :
       spec::unlike({"warmup_cosine", "cosine_warmup", "cosine_with_warmup", "warmup_cosine_decay",
                     "linear_warmup_cosine_decay", "linear_warmup_cosine_annealing"},
                    "warmup(5%) then cosine", "it is two schedules here")) {
    all.push_back(then_cosine);
  }
  all.push_back({.name = "warmup_constant",
                 .instead = "warmup(5%) then constant",
                 .because = "it is two schedules here"});
  return all;
}

}  // namespace

ScheduleEntry warmup_entry() {
  return {
      .signature = {.name = "warmup",
                    .parameters = {{.name = "length",
                                    .kind = spec::ValueKind::kLength,
                                    .help = "how long the rate climbs",
                                    .positional = true,
                                    .synonyms =
                                        spec::called({"for", "warmup_steps", "num_warmup_steps",
                                                      "warmup_iters", "warmup_epochs", "warmup_t",
                                                      "total_iters", "steps", "duration"})},
                                   {.name = "from",
                                    .default_text = "0",
                                    .range = spec::between(0.0, 1.0),
                                    .help = "multiplier at the first update",
                                    .synonyms = spec::called(
                                        {"start_factor", "warmup_factor"},
                                        absolute_rates({"start_lr", "warmup_init", "warmup_lr_init",
                                                        "warmup_init_lr"},
                                                       "from"))},
                                   {.name = "shape",
                                    .kind = spec::ValueKind::kExpr,
                                    .default_text = "linear",
                                    .choices = {"linear", "cosine", "exponential", "sqrt",
                                                "polynomial(power)"},
                                    .help = "linear, cosine, exponential, sqrt or "
                                            "polynomial(power)"}},
                    .formula = "m(t) = from + (1 - from) t / L for shape linear: the textbook's "
                               "base * step / warmup_steps",
                    .help = "climbs from a low rate to the base rate, which the update after its "
                            "last one uses",
                    .source = "Goyal et al. 2017, Accurate, large minibatch SGD "
                              "(arXiv:1706.02677)",
                    .synonyms = synonyms_of_warmup()},
      .length_argument = "length",
      .is_warmup = true,
      .normalise =
          [](const spec::Arguments& arguments, spec::Expr& call) {
            const spec::Expr& shape = arguments.expr("shape");
            const ShapeEntry& entry = spec::find_entry(shape, "shape of warmup", shapes());
            for (spec::Argument& argument : call.arguments) {
              if (argument.name == "shape") {
                argument.value = spec::bind(shape, entry.signature).canonical();
              }
            }
            if (entry.shape == CurveShape::kExponential && arguments.number("from") == 0.0) {
              throw arguments.error("from",
                                    "an exponential climb cannot begin at 0 (write from=0.01)");
            }
          },
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const double from = arguments.number("from");
            const ShapeEntry& entry = spec::find_entry(arguments.expr("shape"), "shape", shapes());
            const CurveShape shape = entry.shape;
            const double power =
                shape == CurveShape::kPolynomial
                    ? spec::bind(arguments.expr("shape"), entry.signature).number("power")
                    : 1.0;
            warn_about_length(arguments, piece);
            return make_interpolation(piece.length, false, from, 1.0,
                                      [=](double u) { return climb(shape, power, u, from); });
          },
      .example = "warmup(20%) then constant",
  };
}
}  // namespace anneal
