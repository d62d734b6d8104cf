#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/state.h"
#include "core/var.h"

namespace anneal { inline namespace ANNEAL_PRECISION {

/// A second set of weights, averaged over the updates of a run, to be judged beside the raw ones.
///
/// Call observe() after every update. It reads the parameters and never changes them, so a run with
/// and without it is the same, bit for bit.
class WeightAverage {
 public:
  WeightAverage(const WeightAverage&) = delete;
  WeightAverage& operator=(const WeightAverage&) = delete;
  virtual ~WeightAverage() = default;

  /// Takes in the parameters as they are after one more update.
  /// Throws std::logic_error while an AveragePoint lives.
  void observe();
  /// Calls of observe() so far.
  std::int64_t updates() const { return updates_; }
  /// How many sets of weights are in the average after so many updates: known before the first.
  virtual std::int64_t count_after(std::int64_t updates) const = 0;
  /// Whether the average holds anything yet; if not, an AveragePoint shows the raw parameters.
  bool has_average() const { return count_after(updates_) > 0; }

  /// As in the catalogue.
  const std::string& name() const { return name_; }
  /// Tensors "<parameter>.<name>" and metadata "<name>.updates"; may share a checkpoint with the
  /// model's and the optimizer's.
  State state() const;
  /// Continues from a state() of the same kind on the same parameters, bit for bit; entries under
  /// other names are ignored.
  /// Throws std::runtime_error, before anything changes, naming what is missing or does not fit.
  void load(const State& state);

 protected:
  /// `names` are what the tensors kept for each parameter are called. All begin as zeros.
  /// Throws std::invalid_argument if there are no parameters.
  WeightAverage(std::string name, NamedParameters parameters, std::vector<std::string> names);

  std::size_t parameter_count() const { return parameters_.size(); }
  const Tensor& value(std::size_t parameter) const { return parameters_[parameter].var.value(); }
  const Tensor& kept(std::size_t parameter, std::size_t i) const { return kept_[parameter][i]; }
  Tensor& mutable_kept(std::size_t parameter, std::size_t i) { return kept_[parameter][i]; }

 private:
  friend class AveragePoint;

  /// The rule; updates() already counts this one.
  virtual void take_in() = 0;
  /// The average of one parameter, in its shape.
  virtual Tensor average(std::size_t parameter) const = 0;

  std::string name_;
  NamedParameters parameters_;
  std::vector<std::string> kept_names_;
  std::vector<std::vector<Tensor>> kept_;
  std::int64_t updates_ = 0;
  bool at_average_ = false;
};

/// What to say before a run of `updates` whose average, called `text`, would be that of one set of
/// weights, or of none; nothing for any other.
std::optional<std::string> warning_of(const WeightAverage& average,
                                      const std::string& text,
                                      std::int64_t updates);

/// While one of these lives, the parameters hold the average; afterwards they are as before, bit
/// for bit. Throws std::logic_error if another one lives. The average must outlive it.
class AveragePoint final {
 public:
  explicit AveragePoint(WeightAverage& average);
  AveragePoint(const AveragePoint&) = delete;
  AveragePoint& operator=(const AveragePoint&) = delete;
  ~AveragePoint();

  /// Whether there is an average: else the parameters are as they were.
  bool moved() const { return !raw_.empty(); }

 private:
  WeightAverage& average_;
  std::vector<Tensor> raw_;
};

}}  // namespace anneal::ANNEAL_PRECISION
