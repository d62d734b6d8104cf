#pragma once

#include <filesystem>

#include "data/dataset.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

struct TextOptions {
  std::filesystem::path file = {};
  Index length = 64;        // characters in a window
  Index stride = 0;         // from the start of one training window to the next; 0: length
  double validation = 0.1;  // the fraction at the end of the text to hold out
};

/// A text (plain or .gz) as windows of characters, to learn the next character from the ones
/// before.
///
///   inputs[i][t] = id(text[i stride + t]),   label of (i, t) = id(text[i stride + t + 1])
///
/// A character is a byte; ids are 0, 1, ... in the order of the bytes that occur anywhere in the
/// text, which is the split's vocabulary. The validation windows come from the end of the text and
/// do not overlap, neither each other nor a training window.
/// Shapes: inputs (N, length), N * length labels.
/// Throws DataError if the file is missing or too short for one window in each part.
DataSplit load_text(const TextOptions& options);

}}  // namespace anneal::ANNEAL_PRECISION
