#include "optim/prodigy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "optim/catalogue.h"
#include "optim/hyperparameters.h"
#include "optim/rule.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

namespace {

constexpr std::size_t kP0 = 0;  // positions in RuleTraits
constexpr std::size_t kS = 1;
constexpr std::size_t kM = 2;
constexpr std::size_t kV = 3;
constexpr std::size_t kD = 0;
constexpr std::size_t kDMax = 1;
constexpr std::size_t kNumerator = 2;

RuleTraits prodigy_traits(const ProdigyOptions& options) {
  return {.name = "prodigy",
          .tensors = {{.name = "p0"}, {.name = "s"}, {.name = "m"}, {.name = "v"}},
          .shared_numbers = {{"d", options.d0}, {"d_max", options.d0}, {"numerator", 0.0}},
          .momentum = options.beta1,
          .coupling = options.coupling};
}

struct Sums {
  double dot = 0.0;  // <g, p0 - p>
  double s = 0.0;    // |s|_1
};

/// Renews s, m and v of one parameter with d and the share `s_from_g` of g in s.
Sums renew_moments(const ParameterUpdate& u, double d, double s_from_g, double beta2) {
  const RunningMean of_m(u.momentum, d * (1.0 - u.momentum));  // the mean of d g
  const RunningMean of_v(beta2, d * d * (1.0 - beta2));        // the mean of (d g)^2
  const RunningMean of_s(std::sqrt(beta2), s_from_g);
  const auto renew = [=](Scalar p, Scalar g, Scalar p0, Scalar& s, Scalar& m, Scalar& v,
                         Scalar& dot) {
    dot = g * (p0 - p);
    m = of_m.mean(m, g);
    v = of_v.mean_square(v, g);
    s = of_s.mean(s, g);
  };

  std::array<Scalar, kBlock> dot{};
  Sums sums;
  for (Index i = 0; i < u.value->size(); i += kBlock) {
    const Index count = std::min(kBlock, u.value->size() - i);
    Scalar* s = u.tensors[kS].data() + i;
    element_loop(renew, count, to_scalar(u.l2), u.value->data() + i, u.gradient->data() + i,
                 u.tensors[kP0].data() + i, s, u.tensors[kM].data() + i, u.tensors[kV].data() + i,
                 dot.data());
    sums.dot += sum(dot.data(), count);
    sums.s += sum_of_magnitudes(s, count);
  }
  return sums;
}

}  // namespace

Prodigy::Prodigy(std::vector<ParameterGroup> groups, const ProdigyOptions& options)
    : Optimizer(std::move(groups), prodigy_traits(options)), options_(options) {
  check_fraction("prodigy", "beta1", options.beta1);
  check_fraction("prodigy", "beta2", options.beta2);
  check_not_negative("prodigy", "eps", options.eps);
  check_positive("prodigy", "d0", options.d0);
  check_positive("prodigy", "d_coefficient", options.d_coefficient);
  check(options.growth_rate > 1.0, "prodigy: growth_rate must be > 1, got ", options.growth_rate);
}

double Prodigy::effective_rate(const ParameterUpdate& u, double d) const {
  const double correction =
      options_.bias_correction
          ? std::sqrt(bias_correction(options_.beta2, u.t)) / bias_correction(u.momentum, u.t)
          : 1.0;
  return d * u.lr * correction;
}

void Prodigy::before_update(std::span<const ParameterUpdate> updates) {
  double& d = mutable_shared_number(kD);
  double& d_max = mutable_shared_number(kDMax);
  double& numerator = mutable_shared_number(kNumerator);
  double largest_lr = 0.0;
  double denominator = 0.0;
  numerator *= std::sqrt(options_.beta2);
  for (const ParameterUpdate& u : updates) {
    if (u.t == 1) {
      u.tensors[kP0] = *u.value;
    }
    largest_lr = std::max(largest_lr, u.lr);
    const double e = effective_rate(u, d);
    const double into_s = d / options_.d0 * (options_.safeguard_warmup ? d : e);
    // The moments are renewed here, since the new d needs the sums of all parameters.
    const Sums sums = renew_moments(u, d, into_s, options_.beta2);
    numerator += d / options_.d0 * e * sums.dot;
    denominator += sums.s;
  }

  old_d_ = d;
  if (denominator > 0.0 && largest_lr > 0.0) {
    const double estimate = options_.d_coefficient * numerator / denominator;
    if (d == options_.d0) {
      d = std::max(d, estimate);  // growth_rate limits the growth from the first estimate on
    }
    d_max = std::max(d_max, estimate);
    d = std::min(d_max, d * options_.growth_rate);
  }
}

void Prodigy::update_parameter(const ParameterUpdate& u) const {
  const double e = effective_rate(u, old_d_);
  const bool decoupled = options_.coupling == WeightDecay::kDecoupled;
  const Scalar keep = to_scalar(decoupled ? 1.0 - e * u.weight_decay : u.keep);
  const Scalar step = to_scalar(e);
  const Scalar eps = to_scalar(shared_numbers()[kD].second * options_.eps);

  // v counts gradients in units of d, which is tiny at first: below that, nothing has been seen.
  for_each_element<kM, kV>(u, [=](Scalar& p, Scalar /*g*/, Scalar m, Scalar v) {
    const Scalar denominator = std::sqrt(v) + eps;
    p = keep * p - (denominator == 0 ? Scalar{0} : step * m / denominator);
  });
}

OptimizerEntry prodigy_entry() {
  return {
      .signature =
          {.name = "prodigy",
           .parameters = with_weight_decay(
               {lr_parameter("1"),
                beta1_parameter(),
                beta2_parameter(),
                eps_parameter("1e-8"),
                {.name = "d0",
                 .default_text = "1e-6",
                 .range = spec::above(0.0),
                 .help = "first estimate of d, smaller than any sensible one"},
                {.name = "d_coefficient",
                 .default_text = "1",
                 .range = spec::above(0.0),
                 .help = "scales every new estimate of d"},
                {.name = "growth_rate",
                 .default_text = "inf",
                 .range = {.low = 1.0,
                           .high = std::numeric_limits<double>::infinity(),
                           .low_open = true},
                 .help = "largest factor by which d grows in one update"},
                flag_parameter("bias_correction", "multiply by sqrt(1 - beta2^t) / (1 - beta1^t)"),
                flag_parameter("safeguard_warmup", "for schedules with a long warmup")},
               "0", "decoupled"),
           .formula =
               "p -= d lr m / (sqrt(v) + d eps), d = the largest estimate of |p0 - p*| so far",
           .help = "Adam that estimates its own rate",
           .source = "Mishchenko and Defazio 2024 (arXiv:2306.06101)"},
      .state = "p0, s, m, v; once: d, d_max, numerator",
      .rate_enters =
          "multiplies d, the estimated rate, so the base rate is 1; gradients weigh in the "
          "estimate by the rate they were used with",
      .warning =
          "d grows from d0 by itself, which acts like a warmup; with a warmup in the schedule use "
          "safeguard_warmup=true",
      .warn_when = WarnWhen::kWarmup,
      .logged = {"d"},
      .make = [](std::vector<ParameterGroup> groups,
                 const spec::Arguments& a) -> std::unique_ptr<Optimizer> {
        return std::make_unique<Prodigy>(
            std::move(groups), ProdigyOptions{.beta1 = a.number("beta1"),
                                              .beta2 = a.number("beta2"),
                                              .eps = a.number("eps"),
                                              .d0 = a.number("d0"),
                                              .d_coefficient = a.number("d_coefficient"),
                                              .growth_rate = a.number("growth_rate"),
                                              .bias_correction = a.flag("bias_correction"),
                                              .safeguard_warmup = a.flag("safeguard_warmup"),
                                              .coupling = coupling_of(a)});
      }};
}

}}  // namespace anneal::ANNEAL_PRECISION
