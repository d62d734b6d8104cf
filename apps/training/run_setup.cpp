#include "apps/training/run_setup.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "apps/training/base_rates.h"
#include "apps/training/checkpoint.h"
#include "apps/training/groups.h"
#include "apps/training/loss.h"
#include "apps/training/plain/precision.h"
#include "core/check.h"
#include "core/rng.h"
#include "core/spec/bind.h"
#include "core/spec/names.h"
#include "core/spec/parse.h"
#include "data/batch_order.h"
#include "data/catalogue.h"
#include "models/catalogue.h"
#include "optim/catalogue.h"
#include "schedulers/lengths.h"
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
  check(!config.clip_value || *config.clip_value > 0.0, "clip value: must be > 0, got ",
        config.clip_value.value_or(0.0));
  check(config.accumulate >= 1, "accumulate: must be at least 1 batch per update, got ",
        config.accumulate);
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

std::optional<spec::Expr> canonical_average(const RunConfig& config) {
  if (!config.average) {
    return std::nullopt;
  }
  return canonical(*config.average, "average", average_catalogue());
}

std::vector<GroupConfig> parse_groups(const RunConfig& config) {
  std::vector<GroupConfig> groups;
  for (const std::string& text : config.groups) {
    groups.push_back(parse_group(text));
    const std::string& pattern = groups.back().pattern;
    check(std::ranges::count(groups, pattern, &GroupConfig::pattern) == 1, "group ", pattern,
          ": is given twice (put all settings into one)");
  }
  return groups;
}

std::int64_t updates_of_an_epoch(const RunConfig& config, const RunHeader& header) {
  const Index batches = updates_per_epoch(header.train_samples, header.batch_size);
  check(config.accumulate <= batches, "accumulate: ", config.accumulate, " batches of ",
        header.batch_size, " are more than the training set (", header.train_samples, " samples)");
  return batches / config.accumulate;
}

/// What the catalogue says of this optimizer, and its warning if it concerns this run.
void describe_optimizer(const OptimizerRow& row, RunHeader& header) {
  header.optimizer_formula = row.signature.formula;
  header.optimizer_state = row.state;
  header.rate_enters = row.rate_enters;
  const Preview& schedule = header.preview;
  const bool concerns = row.warn_when == WarnWhen::kWarmup     ? schedule.has_warmup
                        : row.warn_when == WarnWhen::kNoWarmup ? !schedule.has_warmup
                        : row.warn_when == WarnWhen::kDecay    ? schedule.has_decay
                                                            : header.momentum_schedule.has_value();
  if (concerns && !row.warning.empty()) {
    header.optimizer_warnings.push_back(row.warning);
  }
}

/// The columns of steps.csv that not every run has, in the order of make_update() in loop.cpp.
std::vector<std::string> extra_columns(const std::vector<GroupConfig>& groups,
                                       const std::vector<std::string>& logged) {
  std::vector<std::string> columns;
  for (const GroupConfig& group : groups) {
    if (group.has_own_rate()) {
      columns.push_back("lr:" + group.pattern);
    }
  }
  columns.insert(columns.end(), logged.begin(), logged.end());
  return columns;
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
  const spec::Unit unit = length.is_number() ? length.number.unit : spec::Unit::kNone;
  check(unit == spec::Unit::kUpdates || unit == spec::Unit::kEpochs || unit == spec::Unit::kPercent,
        "eval every: ", config.eval_every, " what? write ",
        to_text(length.is_number() ? length.number.value : 100.0),
        "it (updates), 1ep (epochs) or 10% (of the run)");
  const double updates = exact_updates(
      length.number,
      {.updates_per_epoch = Steps(header.updates_per_epoch), .total = Steps(header.updates)});
  check(updates >= 0.5, "eval every: ", config.eval_every,
        " is less than one update (lengthen it)");
  return std::min(rounded(updates), header.updates);
}

/// A schedule that listens to what no evaluation says would fail after the first epoch: now.
void check_metrics(const RunRates& rates, bool classification) {
  std::vector<std::string> known = {"train_loss", "val_loss"};
  if (classification) {
    known.emplace_back("val_accuracy");
  }
  const auto check_one = [&](const ScheduledValue& value) {
    for (const std::string& metric : value.schedule().metrics()) {
      check(std::ranges::count(known, metric) > 0, "schedule: unknown metric ", metric,
            spec::did_you_mean(metric, known));
    }
  };
  check_one(rates.lr());
  for (const std::optional<ScheduledValue>& value : {rates.momentum(), rates.weight_decay()}) {
    if (value) {
      check_one(*value);
    }
  }
}

/// Sends one sample through the model, so that one that cannot take the data is refused before
/// anything is written.
void try_out(const Module& model, const RunHeader& header, const Dataset& data) {
  try {
    evaluate(model, data, std::vector<Index>{0});
  } catch (const std::logic_error& error) {  // a shape, or a number that is no class
    throw std::invalid_argument(join_text("model: ", header.model, " cannot take a sample of ",
                                          data.name, ", of shape ", data.sample_shape(), ": ",
                                          error.what()));
  }
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
  static_cast<void>(canonical_average(config));
  static_cast<void>(parse_groups(config));
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
  const std::optional<spec::Expr> average = canonical_average(config);
  const std::vector<GroupConfig> groups = parse_groups(config);
  std::vector<GroupConfig> training_groups;
  std::ranges::copy_if(groups, std::back_inserter(training_groups),
                       [](const GroupConfig& group) { return !group.frozen(); });

  RunHeader header;
  header.data = config.data;
  header.model = spec::print(model);
  header.optimizer = spec::print(optimizer);
  header.train_samples = train.size();
  header.validation_samples = data->validation.size();
  header.batch_size = config.batch_size == RunConfig::kFullBatch ? train.size() : config.batch_size;
  header.accumulate = config.accumulate;
  header.updates_per_epoch = updates_of_an_epoch(config, header);
  header.updates = total_updates(config, header.updates_per_epoch);
  header.eval_every = updates_between_evals(config, header);
  header.base_lr = base_rate(optimizer);
  header.classification = train.classes > 0;
  header.precision = to_text(kPrecision);

  RunRates rates(config, base_rates(optimizer), plan_of(header), training_groups);
  header.schedule = to_text(rates.lr().schedule().schedule());
  header.preview = preview(rates.lr().schedule());
  if (rates.momentum()) {
    header.momentum_schedule = to_text(rates.momentum()->schedule().schedule());
  }
  if (rates.weight_decay()) {
    header.weight_decay_schedule = to_text(rates.weight_decay()->schedule().schedule());
  }
  check_metrics(rates, header.classification);
  const OptimizerRow& row = optimizer_row(optimizer);
  describe_optimizer(row, header);
  std::ranges::transform(groups, std::back_inserter(header.groups),
                         [](const GroupConfig& group) { return to_text(group); });
  header.extra_columns = extra_columns(groups, row.logged);

  std::unique_ptr<Module> net =
      make_model(model, {.sample = train.sample_shape(), .outputs = train.outputs()}, config.seed);
  if (config.init) {
    load_initial_parameters(*net, *config.init);
  }
  try_out(*net, header, data->validation);
  header.parameters = parameter_count(*net);
  NamedParameters parameters = parameters_of(*net);
  SortedParameters sorted = sort_parameters(parameters, groups, default_group(optimizer));
  std::unique_ptr<Optimizer> rule = make_optimizer(optimizer, std::move(sorted.groups));
  std::unique_ptr<WeightAverage> averaged;
  if (average) {
    header.average = spec::print(*average);
    averaged = make_average(*average, sorted.trained);
  }
  return {.config = config,
          .header = std::move(header),
          .data = std::move(data),
          .train_sample = choose_train_sample(train.size()),
          .model = std::move(net),
          .parameters = std::move(parameters),
          .trained = std::move(sorted.trained),
          .groups = groups,
          .optimizer = std::move(rule),
          .average = std::move(averaged),
          .logged = row.logged,
          .rates = std::move(rates)};
}

}  // namespace anneal::inline ANNEAL_PRECISION
