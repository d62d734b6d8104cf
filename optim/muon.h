#pragma once

#include <vector>

#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// How Muon scales an orthogonal step for a matrix of `rows` x `columns`.
///
///   kOriginal     sqrt(max(1, rows / columns))
///   kLikeAdamw    0.2 sqrt(max(rows, columns)): steps of AdamW's size, so that one rate suits both
enum class MuonScale { kOriginal, kLikeAdamw };

struct MuonOptions {
  double momentum = 0.95;
  bool nesterov = true;
  int newton_schulz_steps = 5;
  MuonScale scale = MuonScale::kLikeAdamw;
  /// For the parameters that AdamW takes: their rate is Rates::lr times adamw_lr_scale.
  double adamw_lr_scale = 1.0;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  WeightDecay coupling = WeightDecay::kDecoupled;
};

/// The matrix with all singular values brought near 1, by Newton-Schulz iteration.
///
///   X = M / |M|;   `steps` times:  A = X X^T,  X = a X + (b A + c A A) X
///   a = 3.4445, b = -4.7750, c = 2.0315
///
/// Shapes: M (R, C) -> (R, C). The singular values end between about 0.7 and 1.2, not exactly at 1.
/// Source: Jordan et al. 2024, Muon: an optimizer for hidden layers in neural networks.
Tensor newton_schulz(const Tensor& matrix, int steps);

/// Momentum whose direction is orthogonalised, for weights of rank 2; AdamW for all others.
///
///   v = mu v + g,   d = g + mu v (nesterov) or v
///   p -= lr scale newton_schulz(d)
///
/// Rates::momentum replaces mu, not AdamW's beta1.
/// State: v, for the others m and v.
/// Throws std::invalid_argument unless momentum, beta1 and beta2 are in [0, 1), eps and
/// adamw_lr_scale are finite and >= 0 and newton_schulz_steps >= 1.
/// Differs from: PyTorch 2.9 only in the default of scale; convolution kernels (rank 4) go to
/// AdamW.
/// Source: Jordan et al. 2024; kLikeAdamw: Liu et al. 2025, eq. 4 (arXiv:2502.16982).
class Muon final : public Optimizer {
 public:
  Muon(std::vector<ParameterGroup> groups, const MuonOptions& options);

 private:
  void update_matrix(const ParameterUpdate& u) const;
  void update_other(const ParameterUpdate& u) const;
  void update_parameter(const ParameterUpdate& u) const override;

  MuonOptions options_;
};

}}  // namespace anneal::ANNEAL_PRECISION
