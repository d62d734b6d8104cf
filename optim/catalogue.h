#pragma once

#include <memory>
#include <vector>

#include "core/spec/expr.h"
#include "optim/optimizer.h"
#include "optim/row.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Every optimizer by name, in teaching order.
const std::vector<OptimizerEntry>& optimizer_catalogue();

/// The row that a specification such as `adamw(lr=1e-3)` names.
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

}}  // namespace anneal::ANNEAL_PRECISION
