#include "apps/training/try_out.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <vector>

#include "apps/training/network.h"
#include "core/check.h"
#include "core/state.h"
#include "data/batch.h"
#include "models/catalogue.h"

namespace anneal { inline namespace ANNEAL_PRECISION {
namespace {

const char* name_of(SampleKind kind) {
  switch (kind) {
    case SampleKind::kPoints:
      return "points";
    case SampleKind::kImages:
      return "images";
    case SampleKind::kSequences:
      break;
  }
  return "sequences of symbols";
}

/// Nothing where the shapes do not tell: a number with a label is a point of one coordinate, or a
/// sequence of one symbol.
std::optional<SampleKind> kind_of(const Dataset& data) {
  const Shape sample = data.sample_shape();
  if (sample.rank() == 3) {
    return SampleKind::kImages;
  }
  if (sample.rank() != 1 || (sample.size() == 1 && data.classes > 0)) {
    return std::nullopt;
  }
  return data.labels_per_sample() > 1 ? SampleKind::kSequences : SampleKind::kPoints;
}

/// "points, images or sequences".
std::string alternatives(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t k = 0; k < names.size(); ++k) {
    text += (k == 0 ? "" : k + 1 < names.size() ? ", " : " or ") + names[k];
  }
  return text;
}

[[noreturn]] void refuse(const RunHeader& header,
                         const std::string& what,
                         const Dataset& data,
                         const std::exception& error,
                         const char* advice = "") {
  throw std::invalid_argument(join_text("model: ", header.config.model, " cannot ", what, " of ",
                                        data.name, ", of shape ", data.sample_shape(), ": ",
                                        error.what(), advice));
}

}  // namespace

void check_kind(const spec::Expr& model, const Dataset& data) {
  const std::optional<SampleKind> kind = kind_of(data);
  const ModelEntry& entry = spec::find_entry(model, "model", model_catalogue());
  if (!kind || std::ranges::count(entry.takes, *kind) > 0) {
    return;
  }
  std::vector<std::string> kinds;
  for (const SampleKind taken : entry.takes) {
    kinds.emplace_back(name_of(taken));
  }
  std::vector<std::string> models;
  for (const ModelEntry& other : model_catalogue()) {
    if (std::ranges::count(other.takes, *kind) > 0) {
      models.push_back(other.signature.name);
    }
  }
  throw std::invalid_argument(join_text("model: ", entry.signature.name, " is for ",
                                        alternatives(kinds), ", and ", data.name, " has ",
                                        name_of(*kind), " (", alternatives(models),
                                        models.size() > 1 ? " are" : " is", " for those)"));
}

void try_out(const Module& model, const RunHeader& header, const DataSplit& data) {
  try {
    evaluate(model, data.validation, std::vector<Index>{0});
  } catch (const std::logic_error& error) {  // a shape, or a number that is no class
    refuse(header, "take a sample", data.validation, error);
  }
  // Two samples have all that a larger batch has. A probe computes what training computes, and
  // leaves running statistics alone.
  std::vector<Index> rows(static_cast<std::size_t>(std::min<std::int64_t>(header.batch_size, 2)));
  std::iota(rows.begin(), rows.end(), Index{0});
  try {
    const NoGrad no_grad;
    Batch batch = gather(data.train, rows);
    const Var output = model.forward(Var(std::move(batch.inputs)), {.mode = Mode::kProbe});
    batch_loss(output, batch, 0.0);
  } catch (const std::logic_error& error) {
    const bool one = rows.size() == 1;
    refuse(header, one ? "train on batches of 1 sample" : "train on samples", data.train, error,
           one ? " (give a batch size of 2 or more)" : "");
  }
}

void check_finite(const Module& model, const std::string& file) {
  for (const NamedTensor& tensor : state_of(model).tensors) {
    for (const Scalar value : tensor.value.values()) {
      check(std::isfinite(value), "init: ", file, ": ", tensor.name, " holds ", value,
            ", expected finite numbers");
    }
  }
}

}}  // namespace anneal::ANNEAL_PRECISION
