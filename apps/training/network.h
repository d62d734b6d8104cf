#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "apps/training/objective.h"
#include "core/var.h"
#include "data/batch.h"
#include "data/batch_order.h"
#include "models/module.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// What is minimised: mean cross-entropy for a batch with labels, mean squared error for one with
/// targets.
///
/// Shapes: output (B, K), or (B, ..., K) with one row per label -> ().
Var batch_loss(const Var& output, const Batch& batch, double label_smoothing);

/// Evaluates on all of `data`, or on `rows` of it. Changes nothing.
Evaluation evaluate(const Module& model, const Dataset& data);
Evaluation evaluate(const Module& model, const Dataset& data, std::span<const Index> rows);

/// The training samples on which evaluations measure the training loss: kTrainSample at random, the
/// same in every run on this data set. Empty means all, as there are no more than that.
std::vector<Index> choose_train_sample(Index count);
inline constexpr Index kTrainSample = 10'000;

/// Sets the model's parameters and buffers from `state`, passing over what an optimizer or an
/// average keeps for them. Throws what Objective::load() throws.
void load_parameters(const Module& model, State state, std::string_view what);

struct NetworkOptions {
  std::uint64_t seed = 0;       ///< of batches, augmentation and dropout
  std::int64_t batch_size = 1;  ///< of one batch
  std::int64_t accumulate = 1;  ///< batches of an update
  double label_smoothing = 0.0;
};

/// A network on its data: the loss of update t is the mean over the batches of update t.
class Network final : public Objective {
 public:
  Network(std::unique_ptr<Module> model,
          std::shared_ptr<const DataSplit> data,
          const NetworkOptions& options);

  const NamedParameters& parameters() const override { return parameters_; }
  double loss_and_gradient(std::int64_t step) override;
  Judgement judge() const override;
  NamedBuffers statistics() const override { return buffers_of(*model_); }
  /// They become the means over the batches that the run begins with, as its training saw them: the
  /// first epoch's, but of no more than kTrainSample samples.
  ///
  ///   mean = (mean_1 + ... + mean_n) / n, likewise the variances (divisor N - 1 in each batch)
  ///
  /// Source: torch.optim.swa_utils.update_bn(), over those batches.
  void renew_statistics() override;
  State state() const override;
  void load(const State& state, std::string_view what) override;

  const Module& model() const { return *model_; }

 private:
  BatchOrder order_of_batches() const;
  /// The k-th batch of update `step`, and how the model sees it.
  Batch batch(BatchOrder& order, std::int64_t step, std::int64_t k) const;
  Context context(std::int64_t step, std::int64_t k) const;

  std::unique_ptr<Module> model_;
  std::shared_ptr<const DataSplit> data_;
  NetworkOptions options_;
  NamedParameters parameters_;
  std::vector<Index> train_sample_;
  BatchOrder order_;
};

}}  // namespace anneal::ANNEAL_PRECISION
