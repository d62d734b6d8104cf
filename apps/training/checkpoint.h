#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "apps/run/observer.h"
#include "apps/training/run_setup.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A run after `step` updates: all that its next updates depend on, besides its RunConfig.
///
/// Tensors: parameters and buffers under their own names ("layers.0.weight"), what the optimizer
/// remembers under names that extend them ("layers.0.weight.m"), and likewise the weight average
/// ("layers.0.weight.ema"). Metadata: "run.step", the counters of both, and "schedule.*" for
/// schedules that act on metrics.
class RunSnapshot final : public Snapshot {
 public:
  RunSnapshot(const RunSetup& run, std::int64_t step, bool at_end)
      : run_(run), step_(step), at_end_(at_end) {}

  std::string safetensors() const override;
  bool at_end() const override { return at_end_; }

 private:
  const RunSetup& run_;
  std::int64_t step_;
  bool at_end_;
};

/// Sets the model's parameters from a safetensors file: one made by --save-init, by another
/// program with the same names and shapes, or a checkpoint, whose optimizer state is passed over.
///
/// Throws std::runtime_error if the file cannot be read, std::invalid_argument if it does not fit.
void load_initial_parameters(const Module& model, const std::filesystem::path& path);

}}  // namespace anneal::ANNEAL_PRECISION
