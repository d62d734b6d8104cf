#include "schedulers/curve.h"

#include <algorithm>
#include <array>
#include <utility>

namespace anneal {
namespace {

class Sequence final : public Curve {
 public:
  Sequence(std::vector<std::int64_t> begins, std::vector<CurvePtr> pieces)
      : begins_(std::move(begins)), pieces_(std::move(pieces)) {}

  double value(const Clock& now) const override {
    const std::size_t i = find(now.t);
    return pieces_[i]->value(now.since(begins_[i]));
  }

  void fill(const Clock& first, std::span<double> out) const override {
    Clock now = first;
    while (!out.empty()) {
      const std::size_t i = find(now.t);
      std::size_t count = out.size();
      if (i + 1 < begins_.size()) {
        const std::int64_t left = begins_[i + 1] - now.t;
        count = std::min<std::size_t>(count, left);
      }
      pieces_[i]->fill(now.since(begins_[i]), out.first(count));
      out = out.subspan(count);
      now = now.advanced(count);
    }
  }

  double end_value(const Clock& now) const override { return pieces_.back()->end_value(now); }

  bool jump_due(const Clock& now) const override {
    const std::size_t i = find(now.t);
    if (i > 0 && now.t == begins_[i]) {
      // Where two pieces meet at one value, the way there was only coarse: 0.1 then 0, both of a
      // straight line to 0.
      const double end = pieces_[i - 1]->value(now.since(begins_[i - 1]));
      return end == pieces_[i]->value(now.since(begins_[i]));
    }
    return pieces_[i]->jump_due(now.since(begins_[i]));
  }

 private:
  // The last piece that has begun by t. Most sequences have two or three pieces.
  std::size_t find(std::int64_t t) const {
    if (begins_.size() > 8) {
      const auto after = std::upper_bound(begins_.begin() + 1, begins_.end(), t);
      return after - begins_.begin() - 1;
    }
    std::size_t i = 0;
    while (i + 1 < begins_.size() && t >= begins_[i + 1]) {
      ++i;
    }
    return i;
  }

  std::vector<std::int64_t> begins_;
  std::vector<CurvePtr> pieces_;
};

class Product final : public Curve {
 public:
  explicit Product(std::vector<CurvePtr> factors) : factors_(std::move(factors)) {}

  double value(const Clock& now) const override {
    double result = factors_[0]->value(now);
    for (std::size_t i = 1; i < factors_.size(); ++i) {
      result *= factors_[i]->value(now);
    }
    return result;
  }

  void fill(const Clock& first, std::span<double> out) const override {
    std::array<double, 512> block{};
    factors_[0]->fill(first, out);
    for (std::size_t i = 1; i < factors_.size(); ++i) {
      for (std::size_t at = 0; at < out.size(); at += block.size()) {
        const std::size_t count = std::min(block.size(), out.size() - at);
        factors_[i]->fill(first.advanced(at), std::span(block).first(count));
        for (std::size_t j = 0; j < count; ++j) {
          out[at + j] *= block[j];
        }
      }
    }
  }

  double end_value(const Clock& now) const override {
    double result = 1.0;
    for (const CurvePtr& factor : factors_) {
      result *= factor->end_value(now);
    }
    return result;
  }

  bool jump_due(const Clock& now) const override {
    return std::any_of(factors_.begin(), factors_.end(),
                       [&](const CurvePtr& factor) { return factor->jump_due(now); });
  }

 private:
  std::vector<CurvePtr> factors_;
};

class Staircase final : public Curve {
 public:
  Staircase(CurvePtr curve, std::int64_t updates_per_epoch)
      : curve_(std::move(curve)), updates_per_epoch_(updates_per_epoch) {}

  double value(const Clock& now) const override { return curve_->value(now.advanced(-back(now))); }

  void fill(const Clock& first, std::span<double> out) const override {
    Clock now = first;
    while (!out.empty()) {
      const std::int64_t left = updates_per_epoch_ - now.run % updates_per_epoch_;
      const std::size_t count = std::min<std::size_t>(out.size(), left);
      std::fill_n(out.begin(), count, value(now));
      out = out.subspan(count);
      now = now.advanced(count);
    }
  }

  double end_value(const Clock& now) const override { return curve_->end_value(now); }
  bool jump_due(const Clock& now) const override { return back(now) == 0; }

 private:
  // Updates since the epoch began, or since the piece did, whichever is later.
  std::int64_t back(const Clock& now) const {
    return std::min(now.run % updates_per_epoch_, now.t);
  }

  CurvePtr curve_;
  std::int64_t updates_per_epoch_;
};

}  // namespace

CurvePtr make_sequence(std::vector<std::int64_t> begins, std::vector<CurvePtr> pieces) {
  if (pieces.size() == 1) {
    return std::move(pieces[0]);
  }
  return std::make_unique<const Sequence>(std::move(begins), std::move(pieces));
}

CurvePtr make_product(std::vector<CurvePtr> factors) {
  if (factors.size() == 1) {
    return std::move(factors[0]);
  }
  return std::make_unique<const Product>(std::move(factors));
}

CurvePtr make_staircase(CurvePtr curve, std::int64_t updates_per_epoch) {
  return std::make_unique<const Staircase>(std::move(curve), updates_per_epoch);
}

}  // namespace anneal
