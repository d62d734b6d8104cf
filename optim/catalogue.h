#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/spec/bind.h"
#include "core/spec/length.h"
#include "core/spec/signature.h"
#include "optim/optimizer.h"
#include "optim/weight_average.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// When the warning of an optimizer is worth a line before a run.
enum class WarnWhen {
  kWarmup,            ///< the schedule begins with a warmup
  kNoWarmup,          ///< it does not
  kDecay,             ///< the schedule ends low
  kMomentumSchedule,  ///< momentum has a schedule
};

/// One optimizer of the catalogue: all that a user should know about a rule, and how to build it.
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
  /// That is the usual case: what is said of it is a note.
  bool usual = false;
  /// Its moments are corrected for how many updates they have seen, and those of rate 0 count.
  bool bias_corrected = false;
  /// The shared numbers that a log of the run should show: what the rule finds out by itself.
  std::vector<std::string> logged = {};
  std::unique_ptr<Optimizer> (*make)(std::vector<ParameterGroup>, const spec::Arguments&) = nullptr;
};

/// Every optimizer by name, in teaching order.
const std::vector<OptimizerEntry>& optimizer_catalogue();

/// The entry that a specification such as `adamw(lr=1e-3)` names.
/// Throws spec::SpecError for an unknown name, with the nearest one.
const OptimizerEntry& optimizer_entry(const spec::Expr& call);

/// The base rate: the argument `lr`, or its default. The schedule multiplies it.
/// Throws spec::SpecError for an unknown name or argument.
double base_rate(const spec::Expr& call);

/// A group without parameters that has the weight decay of the specification; what group_by_name()
/// takes for the rest.
/// Throws spec::SpecError for an unknown name or argument.
ParameterGroup default_group(const spec::Expr& call);

/// The optimizer that a specification describes, all parameters in one group.
/// Throws spec::SpecError for an unknown name and for arguments that do not fit;
/// std::invalid_argument for parameters that the Optimizer refuses.
std::unique_ptr<Optimizer> make_optimizer(const spec::Expr& call, NamedParameters parameters);
/// The same with complete groups: `weight_decay` and `decay_biases` of the specification are for
/// default_group() and are not used here.
std::unique_ptr<Optimizer> make_optimizer(const spec::Expr& call,
                                          std::vector<ParameterGroup> groups);

/// One average of the catalogue.
struct AverageEntry {
  spec::Signature signature;
  std::unique_ptr<WeightAverage> (*make)(NamedParameters,
                                         const spec::Arguments&,
                                         const RunLength&) = nullptr;
};

/// ema, tail, lawa.
const std::vector<AverageEntry>& average_catalogue();

/// The average that a specification such as `tail(start=75%, every=10it)` describes, with its
/// lengths in updates of this run.
/// Throws spec::SpecError, also for a length that rounds to 0 updates.
std::unique_ptr<WeightAverage> make_average(const spec::Expr& call,
                                            NamedParameters parameters,
                                            const RunLength& run);

}}  // namespace anneal::ANNEAL_PRECISION
