#include "optim/hyperparameters.h"

namespace anneal {

spec::Parameter lr_parameter(const char* default_text) {
  return {.name = "lr",
          .default_text = default_text,
          .range = spec::at_least(0.0),
          .help = "the base rate, which the schedule multiplies",
          .synonyms = spec::called({"learning_rate", "step_size"})};
}

spec::Parameter fraction_parameter(const char* name, const char* default_text, const char* help) {
  return {.name = name,
          .default_text = default_text,
          .range = spec::below_from(0.0, 1.0),
          .help = help};
}

spec::Parameter amount_parameter(const char* name, const char* default_text, const char* help) {
  return {.name = name, .default_text = default_text, .range = spec::at_least(0.0), .help = help};
}

spec::Parameter flag_parameter(const char* name, const char* help) {
  return {.name = name, .kind = spec::ValueKind::kFlag, .default_text = "false", .help = help};
}

spec::Parameter with_beta_synonyms(spec::Parameter beta) {
  const bool first = beta.name == "beta1";
  beta.synonyms = spec::called(first ? std::vector<std::string>{"b1", "beta_1"}
                                     : std::vector<std::string>{"b2", "beta_2"});
  beta.synonyms.push_back({.name = "betas", .member = first ? 0 : 1});
  if (first) {
    beta.synonyms.push_back(
        {.name = "momentum", .instead = "beta1={}", .because = "it is called beta1 here"});
  }
  return beta;
}

spec::Parameter beta1_parameter() {
  return with_beta_synonyms(fraction_parameter(
      "beta1", "0.9", "share of the old m that stays; a momentum schedule replaces it"));
}

spec::Parameter beta2_parameter() {
  return with_beta_synonyms(fraction_parameter("beta2", "0.999", "share of the old v that stays"));
}

spec::Parameter eps_parameter(const char* default_text) {
  spec::Parameter eps = amount_parameter("eps", default_text, "added to the denominator");
  eps.synonyms = spec::called({"epsilon"});
  return eps;
}

spec::Parameter velocity_rate_parameter(const char* default_text) {
  return {.name = "rate",
          .kind = spec::ValueKind::kWord,
          .default_text = default_text,
          .choices = {"outside", "inside"},
          .help = "the rate multiplies the velocity (PyTorch) or goes into it (Keras)"};
}

std::vector<spec::Parameter> with_weight_decay(std::vector<spec::Parameter> parameters,
                                               const char* default_decay,
                                               const char* default_coupling) {
  parameters.push_back(
      amount_parameter("weight_decay", default_decay, "wd: how fast parameters shrink"));
  parameters.back().synonyms = spec::called(
      {"wd"},
      spec::unlike({"decay", "l2"}, "weight_decay={}",
                   "a decay of the parameters is weight_decay, one of the rate a schedule"));
  parameters.push_back(
      {.name = "coupling",
       .kind = spec::ValueKind::kWord,
       .default_text = default_coupling,
       .choices = {"l2", "decoupled", "schedule", "squared", "independent"},
       .help = "g += wd p, or p shrinks by lr wd, lr/base wd, lr^2/peak wd, or wd alone"});
  parameters.push_back({.name = "decay_biases",
                        .kind = spec::ValueKind::kFlag,
                        .default_text = "true",
                        .help = "false exempts biases and norms from weight decay"});
  return parameters;
}

WeightDecay coupling_of(const spec::Arguments& arguments) {
  const std::string& word = arguments.word("coupling");
  return word == "l2"          ? WeightDecay::kL2
         : word == "decoupled" ? WeightDecay::kDecoupled
         : word == "schedule"  ? WeightDecay::kSchedule
         : word == "squared"   ? WeightDecay::kSquared
                               : WeightDecay::kIndependent;
}

VelocityRate velocity_rate_of(const spec::Arguments& arguments) {
  return arguments.word("rate") == "inside" ? VelocityRate::kInside : VelocityRate::kOutside;
}

}  // namespace anneal
