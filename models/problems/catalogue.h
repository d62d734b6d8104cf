#pragma once

#include <memory>
#include <vector>

#include "core/spec/bind.h"
#include "models/problems/problem.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// One entry of the catalogue of problems: how a problem is called, and how it is built.
struct ProblemEntry {
  spec::Signature signature;
  std::unique_ptr<Problem> (*make)(const spec::Arguments& arguments) = nullptr;
};

/// All analytic problems, in the order in which they are listed.
const std::vector<ProblemEntry>& problem_catalogue();

/// The problem that `expr` describes, such as rosenbrock or quadratic(1, 0.1, start=[2, 1]).
///
/// Throws spec::SpecError for an unknown problem or argument.
std::unique_ptr<Problem> make_problem(const spec::Expr& expr);

}}  // namespace anneal::ANNEAL_PRECISION
