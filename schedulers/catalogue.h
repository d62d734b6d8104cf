#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "schedulers/entry.h"
#include "schedulers/schedule.h"
#include "schedulers/time.h"

namespace anneal {

// The C++ words of the schedule language: each function is called as the text is written, so
// `warmup(500it) then cosine(to=0.01)` is warmup(500_it).then(cosine({.to = 0.01})). What each one
// computes stands in schedulers/catalogue/NAME.cpp, with the formula that `anneal list` prints.
// All numbers are multipliers of the base rate, never rates, but in absolute(). A length left out
// leaves the piece open: it takes what the other pieces of its sequence leave.

/// From one multiplier to another: linear, cosine (with k), one_minus_sqrt (without endpoint).
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

struct TanhOptions {
  double lower = -7.0;
  double upper = 3.0;
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

enum class Interpolate { kNone, kLinear, kCosine };

struct PiecewiseOptions {
  Interpolate interpolate = Interpolate::kNone;
  std::optional<Length> length = {};
};

struct DecayOptions {
  bool staircase = false;
  std::optional<Length> length = {};
};

struct CosineRestartsOptions {
  double mult = 1.0;
  double decay = 1.0;
  double to = 0.0;
  std::optional<Length> length = {};
};

enum class CyclicMode { kTriangular, kTriangular2, kExpRange };

struct WaveOptions {
  double cycles = 1.0;  ///< 0.5: down once; 1: down and up again
  double to = 0.0;
  std::optional<Length> length = {};
};

struct CyclicOptions {
  double low = 0.0;
  double high = 1.0;
  Length up = Fraction(5);
  std::optional<Length> down = {};  ///< as long as up
  CyclicMode mode = CyclicMode::kTriangular;
  double gamma = 1.0;  ///< of CyclicMode::kExpRange, per update
  std::optional<Length> length = {};
};

struct OnecycleOptions {
  Length warmup = Fraction(30);
  double start = 1.0 / 25.0;
  double end = 4e-6;
  CurveShape shape = CurveShape::kCosine;  ///< or kLinear
  int phases = 2;                          ///< or 3
  bool momentum = false;                   ///< see momentum_counterpart()
};

struct OnecycleMomentumOptions {
  Length warmup = Fraction(30);
  double high = 0.95;  ///< absolute, not relative to the base
  double low = 0.85;
  CurveShape shape = CurveShape::kCosine;
  int phases = 2;
};

struct WsdOptions {
  Length warmup = Fraction(5);
  Length decay = Fraction(20);
  CurveShape shape = CurveShape::kLinear;  ///< or kCosine, kOneMinusSqrt, kExponential
  double to = 0.0;
};

struct PowerOptions {
  double a = 1.0;
  double b = 0.51;
  std::optional<Length> length = {};
};

struct RepeatOptions {
  double mult = 1.0;
  double decay = 1.0;
  std::optional<Length> length = {};  ///< of the whole piece
};

struct WindowOptions {
  Length skip = Steps(0);             ///< begin so far into the schedule
  std::optional<Length> length = {};  ///< of the piece
};

struct PlateauOptions {
  std::string metric = "val_loss";
  std::optional<bool> maximize = {};  ///< larger is better; as the metric's name says
  double factor = 0.1;
  Evaluations patience{10};
  double threshold = 1e-4;
  bool absolute = false;  ///< threshold_mode=abs: in the metric's own units
  Evaluations cooldown{0};
  double min = 0.0;
  bool acts_at = false;  ///< acts=at: at the patience-th evaluation without gain, not after it
  std::optional<Length> length = {};
};

struct GreedyOptions {
  std::string metric = "val_loss";
  std::optional<bool> maximize = {};
  double factor = 0.95;
  Evaluations patience{10};
  double threshold = 1e-6;
  double min = 0.0;
  double max = 10.0;
  std::optional<Length> length = {};
};

Schedule constant(double value = 1.0, std::optional<Length> length = {});
Schedule linear(const CurveOptions& options = {});
Schedule cosine(const CurveOptions& options = {});
Schedule polynomial(const PolynomialOptions& options = {});
Schedule exponential(const ExponentialOptions& options = {});
Schedule one_minus_sqrt(const CurveOptions& options = {});
Schedule tanh_decay(const TanhOptions& options = {});  // text: tanh (C's tanh has the name)
Schedule rex(double from = 1.0, std::optional<Length> length = {});
Schedule warmup(Length length, const WarmupOptions& options = {});
Schedule step(Length every, const StepOptions& options = {});
Schedule multistep(const std::vector<Length>& at, const MultistepOptions& options = {});
Schedule piecewise(const std::vector<double>& values,
                   const std::vector<Length>& at,
                   const PiecewiseOptions& options = {});
Schedule decay(double gamma, Length every, const DecayOptions& options = {});
Schedule inverse_time(double rate, Length every, const DecayOptions& options = {});
Schedule inverse_sqrt(Length timescale, std::optional<Length> length = {});
Schedule noam(Length warmup, std::optional<Length> length = {});
Schedule power(const PowerOptions& options = {});
Schedule cosine_restarts(Length first, const CosineRestartsOptions& options = {});
Schedule cyclic(const CyclicOptions& options);
Schedule onecycle(const OnecycleOptions& options = {});
Schedule onecycle_momentum(const OnecycleMomentumOptions& options = {});
Schedule wsd(const WsdOptions& options = {});
Schedule repeat(const Schedule& schedule, Length length, const RepeatOptions& options = {});
Schedule stretch(const Schedule& schedule, double by);
Schedule clamp(const Schedule& schedule, double min, double max);
Schedule open(const Schedule& schedule);
Schedule absolute(const Schedule& schedule);  // its numbers are values, not multipliers
Schedule window(const Schedule& schedule, const WindowOptions& options = {});
Schedule wave(Length over, const WaveOptions& options = {});
Schedule table(const std::vector<double>& values);           // one for each update
Schedule table_by_epoch(const std::vector<double>& values);  // one for each epoch
Schedule lambda(StepFunction function);                      // only in C++
Schedule plateau(const PlateauOptions& options = {});
Schedule greedy(const GreedyOptions& options = {});

/// The momentum schedule that belongs to a learning-rate schedule: that of onecycle(momentum=true);
/// nothing for any other. Throws SpecError if such a onecycle is only a part of the schedule.
std::optional<Schedule> momentum_counterpart(const Schedule& schedule, const RunPlan& plan);

// The entry of each word stands in schedulers/catalogue/ too. Unlike in the other families, whose
// members bring headers of their own, declarations and table are here, beside the C++ functions.
ScheduleEntry constant_entry();
ScheduleEntry linear_entry();
ScheduleEntry cosine_entry();
ScheduleEntry polynomial_entry();
ScheduleEntry exponential_entry();
ScheduleEntry one_minus_sqrt_entry();
ScheduleEntry tanh_entry();
ScheduleEntry rex_entry();
ScheduleEntry warmup_entry();
ScheduleEntry step_entry();
ScheduleEntry multistep_entry();
ScheduleEntry piecewise_entry();
ScheduleEntry decay_entry();
ScheduleEntry inverse_time_entry();
ScheduleEntry inverse_sqrt_entry();
ScheduleEntry noam_entry();
ScheduleEntry power_entry();
ScheduleEntry cosine_restarts_entry();
ScheduleEntry cyclic_entry();
ScheduleEntry onecycle_entry();
ScheduleEntry onecycle_momentum_entry();
ScheduleEntry wsd_entry();
ScheduleEntry repeat_entry();
ScheduleEntry stretch_entry();
ScheduleEntry clamp_entry();
ScheduleEntry open_entry();
ScheduleEntry absolute_entry();
ScheduleEntry table_entry();
ScheduleEntry lambda_entry();
ScheduleEntry plateau_entry();
ScheduleEntry greedy_entry();
ScheduleEntry window_entry();
ScheduleEntry wave_entry();

/// The house's own words, in the order of the listing.
inline constexpr ScheduleEntry (*kScheduleEntries[])() = {
    constant_entry,   linear_entry,       cosine_entry,
    polynomial_entry, exponential_entry,  one_minus_sqrt_entry,
    tanh_entry,       rex_entry,          warmup_entry,
    step_entry,       multistep_entry,    piecewise_entry,
    decay_entry,      inverse_time_entry, inverse_sqrt_entry,
    noam_entry,       power_entry,        cosine_restarts_entry,
    cyclic_entry,     onecycle_entry,     onecycle_momentum_entry,
    wsd_entry,        repeat_entry,       stretch_entry,
    clamp_entry,      open_entry,         table_entry,
    lambda_entry,     plateau_entry,      greedy_entry,
    window_entry,     wave_entry,         absolute_entry,
};

/// The same as a table: what parse_schedule(text) knows.
const ScheduleCatalogue& schedule_catalogue();

/// The text of a file. Throws std::runtime_error naming the path.
using FileReader = std::function<std::string(const std::string& path)>;

/// The same words where there are files: table(file="rates.csv") is refused by words that nobody
/// has given a reader. parse_schedule() reads each file that a schedule names once, and the
/// schedule keeps its numbers.
ScheduleCatalogue with_files(ScheduleCatalogue words, const FileReader& read);

}  // namespace anneal
