#include "schedulers/catalogue.h"

namespace anneal {
namespace {

const char* shape_name(CurveShape shape) {
  switch (shape) {
    case CurveShape::kCosine:
      return "cosine";
    case CurveShape::kOneMinusSqrt:
      return "one_minus_sqrt";
    case CurveShape::kExponential:
      return "exponential";
    case CurveShape::kSqrt:
      return "sqrt";
    case CurveShape::kPolynomial:
      return "polynomial";
    case CurveShape::kLinear:
      break;
  }
  return "linear";
}

Expansion expand_wsd(const spec::Arguments& arguments, const RunPlan&) {
  const std::string& shape = arguments.word("shape");
  return warmup(Length::of(arguments.length("warmup")))
      .then(anneal::constant())
      .then(CallBuilder(shape)
                .number("to", arguments.number("to"))
                .length("for", Length::of(arguments.length("decay")))
                .schedule());
}

}  // namespace

Schedule wsd(const WsdOptions& options) {
  return CallBuilder("wsd")
      .length("warmup", options.warmup)
      .length("decay", options.decay)
      .word("shape", shape_name(options.shape))
      .number("to", options.to)
      .schedule();
}

ScheduleEntry wsd_entry() {
  return {
      .signature =
          {.name = "wsd",
           .parameters = {{.name = "warmup",
                           .kind = spec::ValueKind::kLength,
                           .default_text = "5%",
                           .help = "how long the rate climbs",
                           .synonyms = spec::called({"warmup_steps", "num_warmup_steps"})},
                          {.name = "decay",
                           .kind = spec::ValueKind::kLength,
                           .default_text = "20%",
                           .help = "how long it falls at the end",
                           .synonyms = spec::called({"decay_steps", "num_decay_steps"})},
                          {.name = "shape",
                           .kind = spec::ValueKind::kWord,
                           .default_text = "linear",
                           .choices = {"linear", "cosine", "one_minus_sqrt", "exponential"},
                           .help = "of the decay"},
                          {.name = "to",
                           .default_text = "0",
                           .range = spec::at_least(0.0),
                           .help = "multiplier at the end"}},
           .formula = "warmup(warmup) then constant then shape(to=to, for=decay)",
           .help = "warmup, a long stable stretch, and a short decay: can be lengthened without "
                   "starting over",
           .source = "Hu et al. 2024, MiniCPM (arXiv:2404.06395)"},
      .normalise =
          [](const spec::Arguments& arguments, spec::Expr&) {
            if (arguments.word("shape") == "exponential" && arguments.number("to") == 0.0) {
              throw arguments.error("to", "an exponential decay never reaches 0 (write to=0.01)");
            }
          },
      .expand = expand_wsd,
  };
}
}  // namespace anneal
