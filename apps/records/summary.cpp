#include "apps/records/summary.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "apps/run/settings.h"
#include "core/storage/file.h"
#include "core/text.h"

namespace anneal {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json optional_json(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

std::optional<double> number_at(const Json& json, const char* key) {
  return json.contains(key) && json[key].is_number() ? std::optional(json[key].get<double>())
                                                     : std::nullopt;
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

std::optional<EvalRecord> eval_from(const Json& json) {
  if (json.is_null()) {
    return std::nullopt;
  }
  EvalRecord eval{.step = json.at("step"),
                  .epoch = json.at("epoch"),
                  .lr = json.at("lr"),
                  .train_loss = json.at("train_loss"),
                  .val_loss = json.at("val_loss"),
                  .val_accuracy = number_at(json, "val_accuracy")};
  if (json.contains("avg_val_loss")) {
    eval.average = AverageEval{.train_loss = json.at("avg_train_loss"),
                               .val_loss = json.at("avg_val_loss"),
                               .val_accuracy = number_at(json, "avg_val_accuracy")};
  }
  return eval;
}

}  // namespace

std::string summary_json(const RunHeader& header, const RunResult& result) {
  const RunConfig& config = header.config;
  const Json summary = {{"status", status_text(result)},
                        {"diverged_at", optional_json(result.diverged_at)},
                        {"data", config.data},
                        {"model", config.model},
                        {"optimizer", config.optimizer},
                        {"schedule", config.schedule},
                        {"groups", config.groups},
                        {"average", optional_json(config.average)},
                        {"seed", config.seed},
                        {"precision", to_text(config.precision)},
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

RunEnd read_summary(const std::filesystem::path& file) {
  const std::string name = file.string();
  try {
    const Json json = Json::parse(read_file(name));
    return {.status = json.at("status"),
            .updates = json.at("updates"),
            .final_eval = eval_from(json.at("final")),
            .best_eval = eval_from(json.at("best")),
            .remarks = json.value("remarks", std::vector<std::string>{})};
  } catch (const Json::exception& error) {
    throw std::runtime_error(join_text(name, ": is no summary of a run: ", error.what()));
  }
}

}  // namespace anneal
