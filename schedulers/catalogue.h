#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schedulers/entry.h"
#include "schedulers/schedule.h"
#include "schedulers/time.h"

namespace anneal {

// The C++ words of the schedule language: each function is called as the text is written, so
// `warmup(500it) then cosine(to=0.01)` is warmup(500_it).then(cosine({.to = 0.01})). What each one
// computes stands in schedulers/catalogue/NAME.cpp, at the formula that `anneal list` prints.
// All numbers are multipliers of the base rate, never rates. A length left out leaves the piece
// open: it takes what the other pieces of its sequence leave.

/// From one multiplier to another: linear and cosine.
struct CurveOptions {
  double from = 1.0;
  double to = 0.0;
  double k = 1.0;         ///< of cosine: u^k for u (timm's k-decay)
  bool endpoint = false;  ///< true: the piece's last update uses exactly `to`
  std::optional<Length> length = {};
};

enum class CurveShape { kLinear, kCosine, kExponential, kSqrt, kPolynomial, kOneMinusSqrt };

struct WarmupOptions {
  double from = 0.0;
  CurveShape shape = CurveShape::kLinear;
  double power = 2.0;  ///< of CurveShape::kPolynomial
};

struct ExponentialOptions {
  double from = 1.0;
  double to = 0.01;
  bool endpoint = false;
  std::optional<Length> length = {};
};

struct PolynomialOptions {
  double power = 2.0;
  double from = 1.0;
  double to = 0.0;
  double k = 1.0;
  bool endpoint = false;
  std::optional<Length> length = {};
};

struct OneMinusSqrtOptions {
  double from = 1.0;
  double to = 0.0;
  std::optional<Length> length = {};
};

struct StepOptions {
  double gamma = 0.1;
  std::optional<Length> length = {};
};

struct MultistepOptions {
  std::vector<double> gamma = {0.1};  ///< one for all milestones, or one for each
  std::optional<Length> length = {};
};

struct CosineRestartsOptions {
  double mult = 1.0;
  double decay = 1.0;
  double to = 0.0;
  std::optional<Length> length = {};
};

struct OnecycleOptions {
  Length warmup = Fraction(30);
  double start = 1.0 / 25.0;
  double end = 4e-6;
  CurveShape shape = CurveShape::kCosine;  ///< or kLinear
  int phases = 2;                          ///< or 3
};

struct WsdOptions {
  Length warmup = Fraction(5);
  Length decay = Fraction(20);
  CurveShape shape = CurveShape::kLinear;  ///< or kCosine, kOneMinusSqrt, kExponential
  double to = 0.0;
};

struct PlateauOptions {
  std::string metric = "val_loss";
  bool maximize = false;  ///< mode=max: larger is better
  double factor = 0.1;
  Evaluations patience{10};
  double threshold = 1e-4;
  bool absolute = false;  ///< threshold_mode=abs: in the metric's own units
  Evaluations cooldown{0};
  double min = 0.0;
  bool acts_at = false;  ///< acts=at: at the patience-th evaluation without gain, not after it
  std::optional<Length> length = {};
};

Schedule constant(double value = 1.0, std::optional<Length> length = {});
Schedule linear(const CurveOptions& options = {});
Schedule cosine(const CurveOptions& options = {});
Schedule polynomial(const PolynomialOptions& options = {});
Schedule exponential(const ExponentialOptions& options = {});
Schedule one_minus_sqrt(const OneMinusSqrtOptions& options = {});
Schedule warmup(Length length, const WarmupOptions& options = {});
Schedule step(Length every, const StepOptions& options = {});
Schedule multistep(const std::vector<Length>& at, const MultistepOptions& options = {});
Schedule inverse_sqrt(Length timescale, std::optional<Length> length = {});
Schedule wsd(const WsdOptions& options = {});
Schedule onecycle(const OnecycleOptions& options = {});
Schedule cosine_restarts(Length first, const CosineRestartsOptions& options = {});
Schedule plateau(const PlateauOptions& options = {});

/// Every schedule there is, one row each, dialects last: what parse, list, help and docs read.
const std::vector<Entry>& schedule_catalogue();

}  // namespace anneal
