#include "apps/records/record_writers.h"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "apps/records/build_info.h"
#include "core/storage/file.h"
#include "core/text.h"

namespace anneal {
namespace {

// A basic string of TOML: quotes, backslashes and control characters are escaped.
std::string toml_string(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string quoted = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (code < 0x20 || code == 0x7f) {
      quoted += join_text("\\u00", kHex[code >> 4], kHex[code & 15]);
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string toml_strings(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) {
    list += (list.empty() ? "" : ", ") + toml_string(text);
  }
  return "[" + list + "]";
}

// A float of TOML needs a point or an exponent.
std::string toml_float(double value) {
  const std::string text = to_text(value);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

std::string line(std::string_view key, std::string_view value) {
  return join_text(key, " = ", value, '\n');
}

std::string run_table(const RunConfig& config, const RunHeader& header) {
  std::string text = "[run]\n";
  text += line("data", toml_string(header.data));
  text += line("model", toml_string(header.model));
  text += line("optimizer", toml_string(header.optimizer));
  text += line("schedule", toml_string(header.schedule));
  if (header.momentum_schedule) {
    text += line("momentum_schedule", toml_string(*header.momentum_schedule));
  }
  if (header.weight_decay_schedule) {
    text += line("weight_decay_schedule", toml_string(*header.weight_decay_schedule));
  }
  if (!header.groups.empty()) {
    text += line("groups", toml_strings(header.groups));
  }
  text += config.updates ? line("updates", std::to_string(*config.updates))
                         : line("epochs", std::to_string(config.epochs));
  text += line("batch_size", config.batch_size == RunConfig::kFullBatch
                                 ? toml_string("full")
                                 : std::to_string(config.batch_size));
  if (config.accumulate > 1) {
    text += line("accumulate", std::to_string(config.accumulate));
  }
  text += line("seed", std::to_string(config.seed));
  text += line("eval_every", toml_string(config.eval_every));
  text += line("label_smoothing", toml_float(config.label_smoothing));
  if (config.clip_norm) {
    text += line("clip_norm", toml_float(*config.clip_norm));
  }
  if (config.clip_value) {
    text += line("clip_value", toml_float(*config.clip_value));
  }
  if (header.average) {
    text += line("average", toml_string(*header.average));
  }
  if (config.init) {
    text += line("init", toml_string(config.init->string()));
  }
  return text + line("precision", toml_string(header.precision));
}

std::string resolved_table(const RunHeader& header) {
  std::string text = "\n[resolved]\n";
  text += line("train_samples", std::to_string(header.train_samples));
  text += line("validation_samples", std::to_string(header.validation_samples));
  if (header.loss_floor) {
    text += line("loss_floor", toml_float(*header.loss_floor));
  }
  text += line("parameters", std::to_string(header.parameters));
  text += line("batch_size", std::to_string(header.batch_size));
  text += line("updates_per_epoch", std::to_string(header.updates_per_epoch));
  text += line("updates", std::to_string(header.updates));
  text += line("eval_every_updates", std::to_string(header.eval_every));
  return text + line("base_lr", toml_float(header.base_lr));
}

std::string build_table() {
  const BuildInfo build = build_info();
  std::string text = "\n[build]\n";
  text += line("anneal", toml_string(build.version));
  text += line("compiler", toml_string(build.compiler));
  text += line("flags", toml_string(build.flags));
  text += line("simd", toml_string(build.simd));
  return text + line("eigen", toml_string(build.eigen));
}

using Json = nlohmann::ordered_json;

template <class T>
Json optional_json(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json eval_json(const std::optional<EvalRecord>& eval) {
  if (!eval) {
    return nullptr;
  }
  Json json = {{"step", eval->step},
               {"epoch", eval->epoch},
               {"lr", eval->lr},
               {"train_loss", eval->train_loss},
               {"val_loss", eval->val_loss},
               {"val_accuracy", optional_json(eval->val_accuracy)}};
  if (eval->average) {
    json["avg_train_loss"] = eval->average->train_loss;
    json["avg_val_loss"] = eval->average->val_loss;
    json["avg_val_accuracy"] = optional_json(eval->average->val_accuracy);
  }
  return json;
}

}  // namespace

std::string run_toml(const RunConfig& config, const RunHeader& header) {
  return run_table(config, header) + resolved_table(header) + build_table();
}

std::string summary_json(const RunConfig& config,
                         const RunHeader& header,
                         const RunResult& result) {
  const Json summary = {{"status", status_text(result)},
                        {"diverged_at", optional_json(result.diverged_at)},
                        {"data", header.data},
                        {"model", header.model},
                        {"optimizer", header.optimizer},
                        {"schedule", header.schedule},
                        {"groups", header.groups},
                        {"average", optional_json(header.average)},
                        {"seed", config.seed},
                        {"precision", header.precision},
                        {"updates", result.updates},
                        {"updates_planned", header.updates},
                        {"last_loss", optional_json(result.last_loss)},
                        {"final", eval_json(result.final_eval())},
                        {"best", eval_json(result.best_eval())},
                        {"wall_seconds", result.wall_seconds},
                        {"update_seconds", result.update_seconds},
                        {"updates_per_second", result.updates_per_second},
                        {"peak_resident_bytes", result.peak_resident_bytes}};
  // A path in a spec need not be UTF-8, and must not cost a finished run its summary.
  return summary.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

RecordWriter::RecordWriter(std::filesystem::path folder) : folder_(std::move(folder)) {}

void RecordWriter::on_start(const RunConfig& config, const RunHeader& header) {
  config_ = config;
  header_ = header;
  replace_file((folder_ / "run.toml").string(), run_toml(config, header));
}

void RecordWriter::on_end(const RunResult& result) {
  replace_file((folder_ / "summary.json").string(), summary_json(config_, header_, result));
}

}  // namespace anneal
