#include "apps/training/run_setup.h"

#include <algorithm>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "apps/run/checks.h"
#include "apps/run/precision.h"
#include "apps/training/base_rates.h"
#include "apps/training/checkpoint.h"
#include "apps/training/groups.h"
#include "apps/training/loss.h"
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

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr Precision kPrecision =
    std::is_same_v<Scalar, double> ? Precision::kDouble : Precision::kFloat;

/// A call as its catalogue checks and prints it: with no argument that says what the default says.
template <class Row>
spec::Expr canonical(const std::string& text,
                     std::string_view family,
                     const std::vector<Row>& table) {
  const spec::Expr call = spec::parse(text);
  return spec::bind(call, spec::find_entry(call, family, table).signature).canonical();
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

std::int64_t updates_of_an_epoch(const RunConfig& config, const RunHeader& header) {
  const Index batches = updates_per_epoch(header.train_samples, header.batch_size);
  check(config.accumulate <= batches, "accumulate: ", config.accumulate, " batches of ",
        header.batch_size, " are more than the training set (", header.train_samples, " samples)");
  return batches / config.accumulate;
}

/// What the catalogue says of this optimizer, and its warning if it concerns this run.
void describe_optimizer(const OptimizerEntry& row, RunHeader& header) {
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
  header.loss_floor = data->loss_floor;
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
  const OptimizerEntry& row = optimizer_entry(optimizer);
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

}}  // namespace anneal::ANNEAL_PRECISION
