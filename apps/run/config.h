#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace anneal {

/// The number that a run computes in. The program holds both; the same sources are compiled twice.
enum class Precision { kFloat, kDouble };

/// Everything that determines a run: the same RunConfig gives the same curve, bit for bit, on the
/// same build, whatever else runs beside it.
///
/// The texts are written in the call grammar of core/spec. Each field has a line in the table of
/// apps/run/settings.cpp, which says what it may be and how it is written; Engine::prepare() checks
/// them all.
struct RunConfig {
  std::string data = "fashion-mnist";
  std::string model = "mlp(256, 128)";
  /// Carries the base rate: lr(t) = lr * m(t), m(t) from the schedule.
  std::string optimizer = "sgd(lr=0.05, momentum=0.9)";

  /// The schedule of the learning rate, and of other hyper-parameters where one is wanted; each is
  /// a multiplier of the optimizer's own value.
  std::string schedule = "constant";
  std::optional<std::string> momentum_schedule;
  std::optional<std::string> weight_decay_schedule;

  /// Parameters with rates, decay or schedules of their own: "layers.0.*: lr=0.1" (group.h).
  /// The first pattern that matches takes a parameter.
  std::vector<std::string> groups;

  /// The length of the run: passes over the training set, or `updates` when that is given.
  std::int64_t epochs = 10;
  std::optional<std::int64_t> updates;

  /// Training samples per update; kFullBatch: all of them, in file order. An incomplete last batch
  /// of an epoch is left out.
  std::int64_t batch_size = 64;
  static constexpr std::int64_t kFullBatch = 0;

  /// Batches per update: the gradient of an update is the mean of theirs. Everything that counts
  /// updates counts these alone, so K batches of B train like one of K * B, in the memory of B.
  std::int64_t accumulate = 1;

  /// Initial weights, batch order and dropout noise. The data set and its split depend on `data`
  /// alone, so that runs with different seeds share one copy and one validation set.
  std::uint64_t seed = 0;

  /// How often to evaluate: a length in updates, epochs or percent of the run ("100it", "1ep",
  /// "10%"). The last update is always followed by an evaluation.
  std::string eval_every = "1ep";
  /// How often the state is kept, likewise; after each evaluation unless given.
  std::optional<std::string> checkpoint_every;

  /// How many updates share a row of steps.csv, as a length; kLogAuto: one each, or in a long run
  /// so many that the file has about 100,000 rows. Changes nothing of the run itself.
  std::string log_every = kLogAuto;
  static constexpr const char* kLogAuto = "auto";

  double label_smoothing = 0.0;        ///< in [0, 1); in the training loss only
  std::optional<double> clip_norm;     ///< largest global norm of the gradient, > 0
  std::optional<double> clip_value;    ///< largest element of the gradient, > 0
  std::optional<std::string> average;  ///< of the weights, judged too: "ema(decay=0.99)"
  std::optional<std::string> init;     ///< safetensors with the initial parameters
  Precision precision = Precision::kFloat;

  friend bool operator==(const RunConfig&, const RunConfig&) = default;
};

}  // namespace anneal
