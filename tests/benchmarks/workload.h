#pragma once

#include <memory>
#include <string>

#include "core/var.h"
#include "data/dataset.h"
#include "models/module.h"
#include "optim/optimizer.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// Standard normal numbers.
Tensor noise(const Shape& shape);

/// What a training workload consists of.
struct WorkloadOptions {
  std::string model;
  std::string optimizer;
  Index batch = 0;
};

/// One of the trainings that speed is stated for, step by step: batch, forward, loss, backward,
/// update, as the training loop does it, without logs and evaluations.
class Workload final {
 public:
  Workload(const WorkloadOptions& options, std::shared_ptr<const Dataset> data);

  void step();

 private:
  std::shared_ptr<const Dataset> data_;
  Index batch_;
  Index steps_ = 0;
  std::vector<Index> rows_;
  std::unique_ptr<Module> model_;
  NamedParameters parameters_;
  std::unique_ptr<Optimizer> optimizer_;
  double lr_;
};

/// The data of the workloads. W1, W2: Fashion-MNIST, or noise of the same shape where it is not
/// installed (the time per step is the same). W3: noise. W4: random symbols. W6: noise, a number to
/// predict.
std::shared_ptr<const Dataset> fashion_images();
std::shared_ptr<const Dataset> noise_images(const Shape& sample, Index count = 640);
std::shared_ptr<const Dataset> random_text(Index length, Index vocabulary);
std::shared_ptr<const Dataset> noise_points();

}}  // namespace anneal::ANNEAL_PRECISION
