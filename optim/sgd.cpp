#include "optim/sgd.h"

#include <utility>

#include "core/check.h"

namespace anneal::inline ANNEAL_PRECISION {
namespace {

constexpr std::size_t kMomentum = 0;  // positions in RuleTraits
constexpr std::size_t kLastRate = 0;

RuleTraits sgd_traits(const SgdOptions& options) {
  RuleTraits traits{.name = "sgd", .coupling = options.coupling};
  if (options.momentum > 0.0) {
    traits.tensors = {{.name = "momentum"}};
    traits.momentum = options.momentum;
  }
  if (options.goyal_correction) {
    traits.numbers = {"last_rate"};
  }
  return traits;
}

}  // namespace

Sgd::Sgd(std::vector<ParameterGroup> groups, const SgdOptions& options)
    : Optimizer(std::move(groups), sgd_traits(options)), options_(options) {
  const bool inside = options.rate == VelocityRate::kInside;
  check(0.0 <= options.momentum && options.momentum < 1.0, "sgd: momentum must be in [0, 1), got ",
        options.momentum);
  check(0.0 <= options.dampening && options.dampening < 1.0,
        "sgd: dampening must be in [0, 1), got ", options.dampening);
  check(!options.nesterov || (options.momentum > 0.0 && options.dampening == 0.0),
        "sgd: nesterov needs momentum > 0 and dampening 0, got ", options.momentum, " and ",
        options.dampening);
  check(!inside || options.dampening == 0.0,
        "sgd: dampening is for the rate outside the velocity, got ", options.dampening,
        " with the rate inside");
  check(inside || !options.goyal_correction,
        "sgd: the Goyal correction is for the rate inside the velocity");
}

void Sgd::update_parameter(const ParameterUpdate& u) const {
  const Index size = u.value->size();
  Scalar* __restrict p = u.value->data();
  const Scalar* __restrict g = u.gradient->data();
  const Scalar keep = static_cast<Scalar>(u.keep);
  const Scalar l2 = static_cast<Scalar>(u.l2);

  if (u.tensors.empty()) {
    const Scalar lr = static_cast<Scalar>(u.lr);
    for (Index i = 0; i < size; ++i) {
      p[i] = keep * p[i] - lr * (g[i] + l2 * p[i]);
    }
    return;
  }

  // Both forms are v = from_v v + from_g g, then p -= step_g g + step_v v.
  const bool inside = options_.rate == VelocityRate::kInside;
  const double mu = u.momentum;
  double from_v = mu;
  double from_g = inside ? u.lr : 1.0 - options_.dampening;
  if (!inside && u.t == 1) {
    from_g = 1.0;
  }
  if (options_.goyal_correction) {
    from_v *= u.numbers[kLastRate] > 0.0 ? u.lr / u.numbers[kLastRate] : 1.0;
    u.numbers[kLastRate] = u.lr;
  }
  const double scale = inside ? 1.0 : u.lr;

  Scalar* __restrict v = u.tensors[kMomentum].data();
  const Scalar a = static_cast<Scalar>(from_v);
  const Scalar b = static_cast<Scalar>(from_g);
  const Scalar step_g = static_cast<Scalar>(options_.nesterov ? u.lr : 0.0);
  const Scalar step_v = static_cast<Scalar>(options_.nesterov ? scale * mu : scale);
  for (Index i = 0; i < size; ++i) {
    const Scalar gradient = g[i] + l2 * p[i];
    v[i] = a * v[i] + b * gradient;
    p[i] = keep * p[i] - (step_g * gradient + step_v * v[i]);
  }
}

}  // namespace anneal::inline ANNEAL_PRECISION
