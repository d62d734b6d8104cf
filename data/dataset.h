#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/tensor.h"
#include "data/augmentation.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Samples and what is to be learnt about them, ready for a model: decoded, normalised, in memory.
///
/// Either labels (classification) or targets (regression). Immutable once loaded: any number of
/// runs share one copy through std::shared_ptr<const DataSplit>; the copy that a plain `=` makes is
/// a real one.
/// Shapes: inputs (N, features...): (N, 784), images (N, C, H, W), texts (N, T) of character ids;
/// labels N, for texts N * T (one next character per position); targets (N, K).
struct Dataset {
  std::string name = {};
  Tensor inputs = {};
  std::vector<std::int32_t> labels = {};
  Tensor targets = {};
  Index classes = 0;               // 0 for regression
  Augmentation augmentation = {};  // of images (N, C, H, W), in training batches only

  Index size() const { return inputs.has_value() ? inputs.shape()[0] : 0; }
  /// The shape of one sample: (1, 28, 28), (2), ...
  Shape sample_shape() const;
  /// How many numbers a model must give for one label: classes, or K of the targets.
  Index outputs() const { return classes > 0 ? classes : targets.shape()[1]; }
  /// 1, or T for texts, or 0 for regression.
  Index labels_per_sample() const;
};

/// What to learn from, and what to judge by; no sample is in both.
struct DataSplit {
  Dataset train = {};
  Dataset validation = {};
  /// The validation loss that no model can go below in expectation, where it is known: the entropy
  /// of a source (nats), the mean square of the noise in regression targets.
  std::optional<double> loss_floor = {};
  /// Image folders: the name of each class, in the order of their numbers. Empty where a set has
  /// none.
  std::vector<std::string> class_names = {};
  /// Texts: the character with id i is vocabulary[i].
  std::string vocabulary = {};
};

/// Throws std::invalid_argument unless the parts of `data` fit together: as many labels or targets
/// as samples, every label in [0, classes).
void check_consistent(const Dataset& data);

}}  // namespace anneal::ANNEAL_PRECISION
