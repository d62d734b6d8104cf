#include "apps/training/run_setup.h"

#include <algorithm>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "apps/run/settings.h"
#include "apps/training/groups.h"
#include "apps/training/network.h"
#include "apps/training/run_remarks.h"
#include "apps/training/try_out.h"
#include "core/check.h"
#include "core/fingerprint.h"
#include "core/spec/bind.h"
#include "core/spec/parse.h"
#include "models/catalogue.h"
#include "optim/catalogue.h"
#include "schedulers/preview.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

constexpr Precision kPrecision =
    std::is_same_v<Scalar, double> ? Precision::kDouble : Precision::kFloat;

/// A call as its catalogue checks and prints it: with no argument that says what the default says.
template <class Entry>
spec::Expr canonical(const std::string& text,
                     std::string_view family,
                     const std::vector<Entry>& table) {
  return spec::read_call(text, family, table).canonical();
}

template <class Entry>
std::string with_defaults(const spec::Expr& call, const std::vector<Entry>& table) {
  return spec::print(spec::bind(call, spec::find_entry(call, "", table).signature).expanded());
}

std::string hash_of(const DataSplit& data) {
  Fingerprint print;
  for (const Dataset* part : {&data.train, &data.validation}) {
    for (const Tensor* tensor : {&part->inputs, &part->targets}) {
      if (tensor->has_value()) {
        print.add(std::as_bytes(tensor->values()));
      }
    }
    print.add(std::as_bytes(std::span(part->labels)));
  }
  return print.text();
}

std::int64_t updates_of_an_epoch(const RunConfig& config, const RunHeader& header) {
  const Index batches = updates_per_epoch(header.train_samples, header.batch_size);
  check(config.accumulate <= batches, "accumulate: ", config.accumulate, " batches of ",
        header.batch_size, " are more than the training set (", header.train_samples, " samples)");
  return batches / config.accumulate;
}

/// The columns of steps.csv that not every run has: the rates of groups, then what the rule finds
/// out by itself.
std::vector<LoggedColumn> logged_columns(const std::vector<GroupConfig>& groups,
                                         const OptimizerEntry& entry) {
  std::vector<LoggedColumn> columns;
  std::size_t training = 0;
  for (const GroupConfig& group : groups) {
    const std::size_t position = group.frozen() ? 0 : training++;
    if (group.has_own_rate()) {
      columns.push_back({.name = "lr:" + group.pattern,
                         .value = [position, frozen = group.frozen()](
                                      const Optimizer&, std::span<const Rates> rates) {
                           return frozen ? 0.0 : rates[position].lr;
                         }});
    }
  }
  for (const std::string& name : entry.logged) {
    columns.push_back(
        {.name = name, .value = [name](const Optimizer& rule, std::span<const Rates>) {
           return rule.shared_number(name);
         }});
  }
  return columns;
}

/// The texts as they are once read, and what their defaults are today.
void write_canonical(const ParsedRun& run, const RunRates& rates, RunHeader& header) {
  RunConfig& config = header.config;
  config.model = spec::print(run.model);
  config.optimizer = spec::print(run.optimizer);
  config.schedule = to_text(rates.lr().schedule().schedule());
  if (rates.momentum()) {
    config.momentum_schedule = to_text(rates.momentum()->schedule().schedule());
  }
  if (rates.weight_decay()) {
    config.weight_decay_schedule = to_text(rates.weight_decay()->schedule().schedule());
  }
  config.groups.clear();
  for (const GroupConfig& group : run.schedules.groups) {
    config.groups.push_back(to_text(group));
  }
  header.expanded["model"] = with_defaults(run.model, model_catalogue());
  header.expanded["optimizer"] = with_defaults(run.optimizer, optimizer_catalogue());
  if (run.average) {
    config.average = spec::print(*run.average);
    header.expanded["average"] = with_defaults(*run.average, average_catalogue());
  }
}

/// The files that a run reads by name, besides its data set, each once.
std::vector<std::string> files_of(const ParsedRun& run) {
  std::vector<std::string> files;
  const auto add = [&files](const std::string& file) {
    if (std::ranges::count(files, file) == 0) {
      files.push_back(file);
    }
  };
  const auto add_those_of = [&add](const std::optional<Schedule>& schedule) {
    if (schedule) {
      std::ranges::for_each(files_of(*schedule), add);
    }
  };
  if (run.config.init) {
    add(*run.config.init);
  }
  add_those_of(run.schedules.lr);
  add_those_of(run.schedules.momentum);
  add_those_of(run.schedules.weight_decay);
  for (const GroupConfig& group : run.schedules.groups) {
    add_those_of(group.schedule);
  }
  return files;
}

/// Everything in the header that follows from the texts and the size of the data.
RunHeader header_of(const ParsedRun& run, const LoadedData& data) {
  const Dataset& train = data.split->train;
  check(train.classes > 0 || run.config.label_smoothing == 0.0,
        "label smoothing: is for classification, and ", run.config.data, " has no classes");
  RunHeader header{.config = run.config};
  header.config.precision = kPrecision;
  header.files = files_of(run);
  header.train_samples = train.size();
  header.validation_samples = data.split->validation.size();
  header.data_hash = data.hash;
  header.class_names = data.split->class_names;
  header.loss_floor = data.split->loss_floor;
  header.guessing_loss = guessing_loss(train);
  header.batch_size =
      run.config.batch_size == RunConfig::kFullBatch ? train.size() : run.config.batch_size;
  header.updates_per_epoch = updates_of_an_epoch(run.config, header);
  header.updates = total_updates(run.config, header.updates_per_epoch);
  header.eval_every = updates_of(run.config.eval_every, "--eval-every", header);
  if (run.config.checkpoint_every) {
    header.checkpoint_every =
        updates_of(*run.config.checkpoint_every, "--checkpoint-every", header);
  }
  header.log_every = updates_of_a_row(header);
  header.base_lr = base_rate(run.optimizer);
  header.classification = train.classes > 0;
  const OptimizerEntry& entry = optimizer_entry(run.optimizer);
  header.optimizer_formula = entry.signature.formula;
  header.optimizer_state = entry.state;
  header.rate_enters = entry.rate_enters;
  for (const LoggedColumn& column : logged_columns(run.schedules.groups, entry)) {
    header.extra_columns.push_back(column.name);
  }
  return header;
}

}  // namespace

LoadedData with_hash(std::shared_ptr<const DataSplit> data) {
  std::string hash = hash_of(*data);
  return {.split = std::move(data), .hash = std::move(hash)};
}

BaseRates base_rates(const spec::Expr& optimizer) {
  const spec::Signature& signature = optimizer_entry(optimizer).signature;
  const spec::Arguments arguments = spec::bind(optimizer, signature);
  BaseRates base{.lr = base_rate(optimizer), .weight_decay = default_group(optimizer).weight_decay};
  for (const char* name : {"momentum", "beta1"}) {
    if (signature.find(name) != nullptr) {
      base.momentum = arguments.number(name);
    }
  }
  return base;
}

ParsedRun parse_run(const RunConfig& config, const ScheduleCatalogue& words) {
  check_settings(config);
  ParsedRun run{.config = config,
                .model = canonical(config.model, "model", model_catalogue()),
                .optimizer = canonical(config.optimizer, "optimizer", optimizer_catalogue()),
                .average = std::nullopt,
                .schedules = parse_schedules(config, words)};
  if (config.average) {
    run.average = canonical(*config.average, "average", average_catalogue());
  }
  return run;
}

RunSetup set_up(ParsedRun run, LoadedData data, const RunSources& sources) {
  RunHeader header = header_of(run, data);
  RunRates rates(run.schedules, base_rates(run.optimizer), plan_of(header));
  header.preview = preview(rates.lr().schedule());
  ScheduleRemarks remarks = remarks_of(rates, run.optimizer);
  header.warnings = std::move(remarks.warnings);
  header.notes = std::move(remarks.notes);
  write_canonical(run, rates, header);
  rates.check_metrics(
      metric_names({.classification = header.classification, .averaged = run.average.has_value()}));

  RunSetup result{.header = std::move(header),
                  .data = std::move(data),
                  .model = std::move(run.model),
                  .optimizer = std::move(run.optimizer),
                  .average = std::move(run.average),
                  .groups = std::move(run.schedules.groups),
                  .rates = std::move(rates),
                  .initial = std::nullopt};
  if (run.config.init) {
    check(static_cast<bool>(sources.read), "init: ", *run.config.init, " cannot be read from here");
    result.initial = sources.read(*run.config.init);
  }
  // Built once to see that everything fits; each trainer builds its own.
  check_kind(result.model, result.data.split->train);
  const std::unique_ptr<Module> model = initial_model(result);
  if (result.initial) {
    check_finite(*model, *run.config.init);
  }
  try_out(*model, result.header, *result.data.split);
  result.header.parameters = parameter_count(*model);
  if (const auto note = note_of(result.model, *model)) {
    result.header.notes.push_back(*note);
  }
  const SortedParameters sorted =
      sort_parameters(parameters_of(*model), result.groups, default_group(result.optimizer));
  if (result.average) {
    const auto average = make_average(*result.average, sorted.trained, plan_of(result.header));
    result.header.average_is_empty = average->count_after(result.header.updates) == 0;
    if (auto warning = warning_of(*average, *result.header.config.average, result.header.updates)) {
      result.header.warnings.push_back(*std::move(warning));
    }
  }
  return result;
}

RunSetup set_up(const RunConfig& config,
                std::shared_ptr<const DataSplit> data,
                const RunSources& sources) {
  return set_up(parse_run(config, sources.words), with_hash(std::move(data)), sources);
}

std::unique_ptr<Module> initial_model(const RunSetup& run) {
  const Dataset& train = run.data.split->train;
  std::unique_ptr<Module> model =
      make_model(run.model, {.sample = train.sample_shape(), .outputs = train.outputs()},
                 run.header.config.seed);
  if (run.initial) {
    load_parameters(*model, state_from(*run.initial), *run.header.config.init);
  }
  return model;
}

Trainer make_trainer(const RunSetup& run) {
  const RunConfig& config = run.header.config;
  auto network =
      std::make_unique<Network>(initial_model(run), run.data.split,
                                NetworkOptions{.seed = config.seed,
                                               .batch_size = run.header.batch_size,
                                               .accumulate = config.accumulate,
                                               .label_smoothing = config.label_smoothing});
  SortedParameters sorted =
      sort_parameters(network->parameters(), run.groups, default_group(run.optimizer));
  std::unique_ptr<Optimizer> optimizer = make_optimizer(run.optimizer, std::move(sorted.groups));
  std::unique_ptr<WeightAverage> average;
  if (run.average) {
    average = make_average(*run.average, sorted.trained, plan_of(run.header));
  }
  return Trainer({.header = run.header,
                  .objective = std::move(network),
                  .trained = std::move(sorted.trained),
                  .optimizer = std::move(optimizer),
                  .average = std::move(average),
                  .rates = run.rates,
                  .columns = logged_columns(run.groups, optimizer_entry(run.optimizer))});
}

}}  // namespace anneal::ANNEAL_PRECISION
