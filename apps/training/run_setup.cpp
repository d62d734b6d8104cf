#include "apps/training/run_setup.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <type_traits>
#include <utility>

#include "apps/training/base_rates.h"
#include "apps/training/checkpoint.h"
#include "apps/training/plain/precision.h"
#include "core/check.h"
#include "core/rng.h"
#include "core/spec/bind.h"
#include "core/spec/parse.h"
#include "data/batch_order.h"
#include "data/catalogue.h"
#include "models/catalogue.h"
#include "optim/catalogue.h"
#include "schedulers/preview.h"
#include "schedulers/schedule.h"

namespace anneal::inline ANNEAL_PRECISION {
namespace {

constexpr Precision kPrecision =
    std::is_same_v<Scalar, double> ? Precision::kDouble : Precision::kFloat;

void check_settings(const RunConfig& config) {
  check(config.epochs >= 1, "epochs: must be at least 1, got ", config.epochs);
  check(!config.updates || *config.updates >= 1, "updates: must be at least 1, got ",
        config.updates.value_or(0));
  check(config.batch_size >= 1 || config.batch_size == RunConfig::kFullBatch,
        "batch size: must be at least 1, got ", config.batch_size);
  check(config.seed <= std::uint64_t{std::numeric_limits<std::int64_t>::max()},
        "seed: must be below 2^63, got ", config.seed);
  check(0.0 <= config.label_smoothing && config.label_smoothing < 1.0,
        "label smoothing: must be in [0, 1), got ", config.label_smoothing);
  check(!config.clip_norm || *config.clip_norm > 0.0, "clip norm: must be > 0, got ",
        config.clip_norm.value_or(0.0));
  if (config.save_init) {
    const std::filesystem::path folder = std::filesystem::absolute(*config.save_init).parent_path();
    check(std::filesystem::is_directory(folder), "save-init: there is no folder ", folder.string());
  }
}

/// A call as its catalogue checks and prints it: with no argument that says what the default says.
template <class Row>
spec::Expr canonical(const std::string& text,
                     std::string_view family,
                     const std::vector<Row>& table) {
  const spec::Expr call = spec::parse(text);
  return spec::bind(call, spec::find_row(call, family, table).signature).canonical();
}

spec::Expr canonical_model(const RunConfig& config) {
  return canonical(config.model, "model", model_catalogue());
}

spec::Expr canonical_optimizer(const RunConfig& config) {
  return canonical(config.optimizer, "optimizer", optimizer_catalogue());
}

void check_schedules(const RunConfig& config) {
  for (const std::optional<std::string>& text :
       {std::optional(config.schedule), config.momentum_schedule, config.weight_decay_schedule}) {
    if (text) {
      static_cast<void>(parse_schedule(*text));
    }
  }
}

RunPlan plan_of(const RunHeader& header) {
  const std::int64_t evaluations =
      (header.updates + header.eval_every - 1) / header.eval_every;  // one after the last update
  return {.updates_per_epoch = Steps(header.updates_per_epoch),
          .total = Steps(header.updates),
          .evaluations = Evaluations(evaluations),
          .base = LearningRate(header.base_lr)};
}

std::int64_t total_updates(const RunConfig& config, std::int64_t updates_per_epoch) {
  if (config.updates) {
    return *config.updates;
  }
  constexpr std::int64_t kMost = std::int64_t{1} << 53;
  check(config.epochs <= kMost / updates_per_epoch, "epochs: ", config.epochs, " of ",
        updates_per_epoch, " updates are too many to count");
  return config.epochs * updates_per_epoch;
}

/// "1ep", "100it" or "10%" in updates.
std::int64_t updates_between_evals(const RunConfig& config, const RunHeader& header) {
  const spec::Expr length = spec::parse(config.eval_every);
  double updates = 0.0;
  switch (length.is_number() ? length.number.unit : spec::Unit::kNone) {
    case spec::Unit::kUpdates:
      updates = length.number.value;
      break;
    case spec::Unit::kEpochs:
      updates = length.number.value * static_cast<double>(header.updates_per_epoch);
      break;
    case spec::Unit::kPercent:
      updates = length.number.value / 100.0 * static_cast<double>(header.updates);
      break;
    default:
      check(false, "eval every: ", config.eval_every, " what? write ", config.eval_every,
            "it (updates), 1ep (epochs) or 10% (of the run)");
  }
  check(updates >= 0.5, "eval every: ", config.eval_every, " is less than one update");
  return static_cast<std::int64_t>(
      std::floor(std::min(updates, static_cast<double>(header.updates)) + 0.5));
}

std::vector<Index> choose_train_sample(Index count) {
  if (count <= kTrainSample) {
    return {};
  }
  std::vector<Index> rows = Rng(0, "train sample").permutation(count);
  rows.resize(kTrainSample);
  std::ranges::sort(rows);  // memory is read in order
  return rows;
}

}  // namespace

RunSetup set_up(const RunConfig& config, DataCache& cache) {
  check_settings(config);
  static_cast<void>(canonical_model(config));  // before the data, which may take a while to load
  static_cast<void>(canonical_optimizer(config));
  check_schedules(config);
  const spec::Expr data = canonical(config.data, "data set", data_catalogue());
  RunSetup run = set_up(config, cache.get(data));
  run.header.data = spec::print(data);
  return run;
}

RunSetup set_up(const RunConfig& config, std::shared_ptr<const DataSplit> data) {
  check_settings(config);
  const Dataset& train = data->train;
  check(train.classes > 0 || config.label_smoothing == 0.0,
        "label smoothing: is for classification, and ", config.data, " has no classes");
  const spec::Expr model = canonical_model(config);
  const spec::Expr optimizer = canonical_optimizer(config);

  RunHeader header;
  header.data = config.data;
  header.model = spec::print(model);
  header.optimizer = spec::print(optimizer);
  header.train_samples = train.size();
  header.validation_samples = data->validation.size();
  header.batch_size = config.batch_size == RunConfig::kFullBatch ? train.size() : config.batch_size;
  header.updates_per_epoch = updates_per_epoch(train.size(), header.batch_size);
  header.updates = total_updates(config, header.updates_per_epoch);
  header.eval_every = updates_between_evals(config, header);
  header.base_lr = base_rate(optimizer);
  header.classification = train.classes > 0;
  header.precision = to_text(kPrecision);

  RunRates rates(config, base_rates(optimizer), plan_of(header));
  header.schedule = to_text(rates.lr().schedule().schedule());
  header.preview = preview(rates.lr().schedule());
  if (rates.momentum()) {
    header.momentum_schedule = to_text(rates.momentum()->schedule().schedule());
  }
  if (rates.weight_decay()) {
    header.weight_decay_schedule = to_text(rates.weight_decay()->schedule().schedule());
  }
  if (header.preview.has_warmup || header.preview.has_decay) {
    header.optimizer_warning = optimizer_row(optimizer).warning;
  }

  std::unique_ptr<Module> net =
      make_model(model, {.sample = train.sample_shape(), .outputs = train.outputs()}, config.seed);
  if (config.init) {
    load_initial_parameters(*net, *config.init);
  }
  header.parameters = parameter_count(*net);
  NamedParameters parameters = parameters_of(*net);
  std::unique_ptr<Optimizer> rule = make_optimizer(optimizer, parameters);
  return {.config = config,
          .header = std::move(header),
          .data = std::move(data),
          .train_sample = choose_train_sample(train.size()),
          .model = std::move(net),
          .parameters = std::move(parameters),
          .optimizer = std::move(rule),
          .rates = std::move(rates)};
}

}  // namespace anneal::inline ANNEAL_PRECISION
