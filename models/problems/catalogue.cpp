#include "models/problems/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

// Each is defined in the file of its problem.
ProblemEntry quadratic_entry();
ProblemEntry noisy_quadratic_entry();
ProblemEntry uv_entry();
ProblemEntry rosenbrock_entry();
ProblemEntry beale_entry();
ProblemEntry himmelblau_entry();
ProblemEntry booth_entry();
ProblemEntry saddle_entry();

const std::vector<ProblemEntry>& problem_catalogue() {
  static const std::vector<ProblemEntry> table{
      quadratic_entry(), noisy_quadratic_entry(), uv_entry(),    rosenbrock_entry(),
      beale_entry(),     himmelblau_entry(),      booth_entry(), saddle_entry(),
  };
  return table;
}

std::unique_ptr<Problem> make_problem(const spec::Expr& expr) {
  const ProblemEntry& entry = spec::find_entry(expr, "function", problem_catalogue());
  return entry.make(spec::bind(expr, entry.signature));
}

}}  // namespace anneal::ANNEAL_PRECISION
