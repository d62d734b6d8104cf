#pragma once

#include <vector>

#include "core/spec/arguments.h"
#include "core/spec/signature.h"
#include "optim/rates.h"

namespace anneal {

// The arguments that many rules share: their names, ranges and help in the catalogue. Defaults are
// given in the grammar of specifications.

/// The base rate.
spec::Parameter lr_parameter(const char* default_text);
/// A number in [0, 1).
spec::Parameter fraction_parameter(const char* name, const char* default_text, const char* help);
/// A finite number >= 0.
spec::Parameter amount_parameter(const char* name, const char* default_text, const char* help);
spec::Parameter flag_parameter(const char* name, const char* help);
/// Of the rules with Adam's two moments, m and v: 0.9 and 0.999.
spec::Parameter beta1_parameter();
spec::Parameter beta2_parameter();
/// A parameter beta1 or beta2 with its names elsewhere: b1, beta_1, the first of betas.
spec::Parameter with_beta_synonyms(spec::Parameter beta);
/// What is added to a denominator.
spec::Parameter eps_parameter(const char* default_text);
/// Whether the rate is outside or inside the velocity.
spec::Parameter velocity_rate_parameter(const char* default_text);
/// `parameters` and then weight_decay, coupling and decay_biases.
std::vector<spec::Parameter> with_weight_decay(std::vector<spec::Parameter> parameters,
                                               const char* default_decay,
                                               const char* default_coupling);

/// What the arguments `coupling` and `rate` say.
WeightDecay coupling_of(const spec::Arguments& arguments);
VelocityRate velocity_rate_of(const spec::Arguments& arguments);

}  // namespace anneal
