#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/spec/bind.h"
#include "core/spec/signature.h"
#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// When the warning of an optimizer is worth a line before a run.
enum class WarnWhen {
  kWarmup,            ///< the schedule begins with a warmup
  kNoWarmup,          ///< it does not
  kDecay,             ///< the schedule ends low
  kMomentumSchedule,  ///< momentum has a schedule
};

/// One row of the catalogue: all that a user should know about a rule, and how to build it.
struct OptimizerEntry {
  /// Name, arguments, formula, one line of help, source.
  spec::Signature signature;
  /// What it keeps for each parameter.
  std::string state;
  /// Where the learning rate enters: what a schedule really acts on.
  std::string rate_enters;
  /// What to know before combining it with a schedule; empty if there is nothing.
  std::string warning = {};
  WarnWhen warn_when = WarnWhen::kWarmup;
  /// The shared numbers that a log of the run should show: what the rule finds out by itself.
  std::vector<std::string> logged = {};
  std::unique_ptr<Optimizer> (*make)(std::vector<ParameterGroup>, const spec::Arguments&) = nullptr;
};

/// Rows of arguments that many rules share. Defaults are given in the grammar of specifications.
spec::Parameter lr_parameter(const char* default_text);
/// A number in [0, 1).
spec::Parameter fraction_parameter(const char* name, const char* default_text, const char* help);
/// A finite number >= 0.
spec::Parameter amount_parameter(const char* name, const char* default_text, const char* help);
spec::Parameter flag_parameter(const char* name, const char* help);
/// Of the rules with Adam's two moments, m and v: 0.9 and 0.999.
spec::Parameter beta1_parameter();
spec::Parameter beta2_parameter();
/// What is added to a denominator.
spec::Parameter eps_parameter(const char* default_text);
/// Whether the rate is outside or inside the velocity.
spec::Parameter velocity_rate_parameter(const char* default_text);
/// `parameters` and then weight_decay, coupling and decay_biases.
std::vector<spec::Parameter> with_weight_decay(std::vector<spec::Parameter> parameters,
                                               const char* default_decay,
                                               const char* default_coupling);

/// The arguments `coupling` and `rate`.
WeightDecay coupling_of(const spec::Arguments& arguments);
VelocityRate velocity_rate_of(const spec::Arguments& arguments);

}}  // namespace anneal::ANNEAL_PRECISION
