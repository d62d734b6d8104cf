# An optimizer: sign descent.
readme=optim/README.md section='To add a rule' name=sign most=5 targets=optim_test_float filter='*Catalogue*:*Contract*:*ScalarCases*'
apply() {
  cat >optim/sign.h <<'H'
#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Sign descent: p -= lr sign(g).
class Sign final : public Optimizer {
 public:
  explicit Sign(std::vector<ParameterGroup> groups);

 private:
  void update_parameter(const ParameterUpdate& u) const override;
};

}}  // namespace anneal::ANNEAL_PRECISION
H
  cat >optim/sign.cpp <<'C'
#include "optim/sign.h"

#include <memory>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

Sign::Sign(std::vector<ParameterGroup> groups) : Optimizer(std::move(groups), {.name = "sign"}) {}

void Sign::update_parameter(const ParameterUpdate& u) const {
  for (Index i = 0; i < u.value->size(); ++i) {
    Scalar& p = u.value->data()[i];
    const Scalar g = u.gradient->data()[i] + static_cast<Scalar>(u.l2) * p;
    p = static_cast<Scalar>(u.keep) * p - static_cast<Scalar>(u.lr) * static_cast<Scalar>((g > 0) - (g < 0));
  }
}

OptimizerEntry sign_entry() {
  return {.signature = {.name = "sign",
                        .parameters = with_weight_decay({lr_parameter("0.01")}, "0", "l2"),
                        .formula = "p -= lr sign(g)",
                        .help = "steps of one length",
                        .source = "the test of what adding costs"},
          .state = "nothing",
          .rate_enters = "is the length of every step",
          .make = [](std::vector<ParameterGroup> groups,
                     const spec::Arguments&) -> std::unique_ptr<Optimizer> {
            return std::make_unique<Sign>(std::move(groups));
          }};
}

}}  // namespace anneal::ANNEAL_PRECISION
C
  insert_before optim/catalogue.cpp '^OptimizerEntry sgd_entry' 'OptimizerEntry sign_entry();'
  insert_before optim/catalogue.cpp '^      sgd_entry\(\),' '      sign_entry(),'
  insert_before tests/optim/scalar_cases_test.cpp '^        ScalarCase{"sgd", ' '        ScalarCase{"sign", {0.9, 0.85, 0.875}},'
}
