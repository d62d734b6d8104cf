#include <algorithm>
#include <cctype>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/optim/support.h"

namespace anneal { namespace {

/// What every optimizer promises, whatever its rule: one run over the catalogue for each promise.
/// Three runs more than the catalogue has entries show rules with momentum switched on.
class Contract : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<Optimizer> make(NamedParameters parameters) const {
    return optimizer(GetParam(), std::move(parameters));
  }
  double base() const { return base_rate(spec::parse(GetParam())); }
  /// A rate that changes from update to update.
  Rates rates(int t) const {
    return {.lr = base() * (1.0 - 0.05 * t), .base_lr = base(), .peak_lr = base()};
  }
};

std::vector<std::string> every_rule() {
  std::vector<std::string> names = {
      "sgd(momentum=0.9, nesterov=true, weight_decay=0.1)",
      "sgd(momentum=0.9, rate=inside, goyal_correction=true)",
      "rmsprop(momentum=0.9, centered=true)",
  };
  for (const OptimizerEntry& entry : optimizer_catalogue()) {
    names.push_back(entry.signature.name);
    names.push_back(entry.signature.name + "(weight_decay=0.1, coupling=squared)");
  }
  return names;
}

TEST_P(Contract, StepLeavesTheGradientsUnchanged) {
  const NamedParameters parameters = mixed_parameters();
  const auto rule = make(parameters);
  GivenGradients gradients;
  GivenGradients again;
  for (int t = 0; t < 3; ++t) {
    set_gradients(parameters, gradients);
    rule->step(rates(t));
    for (const NamedParameter& parameter : parameters) {
      const Tensor expected = again.tensor(parameter.var.shape());
      EXPECT_TRUE(std::ranges::equal(parameter.var.grad().values(), expected.values()));
    }
  }
}

TEST_P(Contract, RateZeroChangesNoParameter) {
  const NamedParameters parameters = mixed_parameters();
  const std::vector<Scalar> before = all_values(parameters);
  const auto rule = make(parameters);
  GivenGradients gradients;
  for (int t = 0; t < 3; ++t) {
    set_gradients(parameters, gradients);
    rule->step({.lr = 0.0, .base_lr = base(), .peak_lr = base()});
  }
  EXPECT_EQ(all_values(parameters), before);
}

TEST_P(Contract, EveryParameterMovesAtItsBaseRate) {
  const NamedParameters parameters = mixed_parameters();
  const std::vector<Scalar> before = all_values(parameters);
  const auto rule = make(parameters);
  GivenGradients gradients;
  std::vector<bool> moved(before.size(), false);
  // Most rules need one update; the first steps of a rule that finds its own rate may round to 0.
  for (int t = 0; t < 20 && std::ranges::count(moved, false) > 0; ++t) {
    set_gradients(parameters, gradients);
    rule->step(rates(0));
    const std::vector<Scalar> after = all_values(parameters);
    for (std::size_t i = 0; i < before.size(); ++i) {
      moved[i] = before[i] != after[i];
    }
  }
  EXPECT_EQ(std::ranges::count(moved, false), 0);
}

TEST_P(Contract, TwoEqualGroupsEqualOne) {
  const NamedParameters split = mixed_parameters();
  const NamedParameters whole = mixed_parameters();
  std::vector<ParameterGroup> groups(2, default_group(spec::parse(GetParam())));
  groups[0].parameters = {split[0], split[1]};
  groups[1].parameters = {split[2], split[3]};
  const auto split_rule = make_optimizer(spec::parse(GetParam()), groups);
  const auto whole_rule = make(whole);
  GivenGradients gradients;
  GivenGradients again;
  for (int t = 0; t < 5; ++t) {
    set_gradients(split, gradients);
    set_gradients(whole, again);
    split_rule->step(rates(t));
    whole_rule->step(rates(t));
  }
  EXPECT_EQ(all_values(split), all_values(whole));
}

TEST_P(Contract, ARunContinuedFromItsFileEqualsOneThatNeverStopped) {
  for (const int stop : {0, 1, 2, 5, 7}) {
    const NamedParameters whole = mixed_parameters();
    const auto whole_rule = make(whole);
    NamedParameters stopped = mixed_parameters();
    auto stopped_rule = make(stopped);
    GivenGradients gradients;
    GivenGradients again;
    for (int t = 0; t < 8; ++t) {
      if (t == stop) {
        const std::string file = encode_safetensors(stopped_rule->state());
        NamedParameters fresh = mixed_parameters();
        for (std::size_t i = 0; i < fresh.size(); ++i) {
          fresh[i].var.mutable_value() = stopped[i].var.value();
        }
        stopped = fresh;
        stopped_rule = make(stopped);
        stopped_rule->load(decode_state(file, "the state"));
      }
      set_gradients(whole, gradients);
      set_gradients(stopped, again);
      whole_rule->step(rates(t));
      stopped_rule->step(rates(t));
    }
    EXPECT_EQ(all_values(whole), all_values(stopped)) << "stopped after " << stop;
    EXPECT_EQ(stopped_rule->updates(), 8);
  }
}

/// The loss that `rule` leaves of f = (p_0^2 + 4 p_1^2 + 9 p_2^2) / 2, as a share of that at the
/// start (1, -1, 0.5), after `updates` with a linear decay from `lr` to 0.
double quadratic_left(Optimizer& rule, const NamedParameter& p, double lr, int updates) {
  const auto loss = [&] {
    double sum = 0.0;
    for (int i = 0; i < 3; ++i) {
      const double x = (i + 1.0) * p.var.value().data()[i];
      sum += 0.5 * x * x;
    }
    return sum;
  };
  const double before = loss();
  for (int t = 0; t < updates; ++t) {
    Tensor gradient({3, 1});
    for (int i = 0; i < 3; ++i) {
      gradient.data()[i] = static_cast<Scalar>((i + 1) * (i + 1)) * p.var.value().data()[i];
    }
    set_gradient(p.var, gradient);
    rule.step({.lr = lr * (1.0 - t / static_cast<double>(updates)), .base_lr = lr, .peak_lr = lr});
  }
  const EvaluationPoint point(rule);
  return loss() / before;
}

TEST_P(Contract, MinimisesAQuadraticAtARateOfItsUnit) {
  // What a rate means differs by orders of magnitude between rules: one of these must do.
  double best = 1.0;
  for (const auto& [lr, updates] : {std::pair{0.05, 400}, {0.5, 400}, {5.0, 400}, {1.0, 4000}}) {
    NamedParameter p{.name = "p", .var = Var::parameter(Tensor({3, 1}, {1, -1, Scalar(0.5)}))};
    const auto rule = make({p});
    const double left = quadratic_left(*rule, p, lr, updates);
    best = left < best ? left : best;  // NaN is no improvement
    if (best < 0.01) {
      break;
    }
  }
  EXPECT_LT(best, 0.01);
}

TEST_P(Contract, IsNamedInItsStateAndRefusesTheStateOfAnother) {
  const auto rule = make(mixed_parameters());
  State state = rule->state();
  EXPECT_EQ(state.metadata.at("optimizer"), rule->name());
  state.metadata["optimizer"] = "another";
  EXPECT_THROW(rule->load(state), std::runtime_error);
}

INSTANTIATE_TEST_SUITE_P(Catalogue,
                         Contract,
                         testing::ValuesIn(every_rule()),
                         [](const auto& spec_info) {
                           std::string name;
                           for (const char c : spec_info.param) {
                             name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
                           }
                           return name;
                         });

}}  // namespace anneal
