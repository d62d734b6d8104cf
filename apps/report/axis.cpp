#include "apps/report/axis.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

namespace anneal::report {
namespace {

constexpr double kLogarithmicFrom = 8;  // largest / smallest above which an axis is logarithmic
// The room around values must be a number too, and gnuplot's arithmetic must not underflow.
constexpr double kLargest = 1e300;
constexpr double kSmallest = 1e-290;
constexpr double kSame = 1e-9;  // differences below it, relative, are rounding
constexpr int kMostDecades = 8;

struct Extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  double least_mean = std::numeric_limits<double>::infinity();
};

Extent extent_of(std::span<const Curve> curves, double top) {
  Extent extent;
  for (const Curve& curve : curves) {
    for (const CurvePoint& point : curve.points) {
      if (point.y > top) {
        extent.high = top;  // the whole room up to there, so that the curve is seen leaving it
      } else if (point.y >= -kLargest) {
        extent.low = std::min({extent.low, point.y, std::max(point.low, -kLargest)});
        extent.high = std::max({extent.high, point.y, std::min(point.high, top)});
        extent.least_mean = std::min(extent.least_mean, point.y);
      }
    }
  }
  if (!std::isfinite(extent.high)) {
    return {0, 1, 0};  // there are no points
  }
  extent.low = std::min(extent.low, extent.high);
  return extent;
}

}  // namespace

double Axis::share(double value) const {
  return logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
}

double Axis::position(double value) const {
  const double where = share(value);
  return std::clamp(std::isnan(where) ? 0.0 : where, 0.0, 1.0);
}

Axis choose_axis(std::span<const Curve> curves, std::optional<double> top, Scale scale) {
  Extent extent = extent_of(curves, std::min(top.value_or(kLargest), kLargest));
  Axis axis;
  const double size = std::max(std::abs(extent.low), std::abs(extent.high));
  if (size < kSmallest) {
    extent = {0, 1, 0};
  }
  axis.logarithmic =
      scale != Scale::kLinear && extent.least_mean > 0 &&
      (scale == Scale::kLogarithmic || extent.high / extent.least_mean > kLogarithmicFrom);
  if (axis.logarithmic) {
    axis.low = std::max(extent.low, extent.least_mean / 10) / 1.2;  // a band may reach to 0
    axis.high = extent.high * 1.2;
    axis.marks = logarithmic_marks(axis.low, axis.high);
    return axis;
  }
  if (extent.low >= 0 && extent.low <= extent.high / 3) {
    extent.low = 0;
  }
  double span = extent.high - extent.low;
  if (!(span > kSame * size)) {
    span = std::abs(extent.high);  // a constant: give it room
    extent.low = extent.low >= 0 ? 0 : extent.low - span;
  }
  axis.low = extent.low == 0 ? 0 : extent.low - 0.04 * span;
  axis.high = extent.high + 0.05 * span;
  axis.marks = linear_marks(axis.low, axis.high);
  return axis;
}

std::vector<double> linear_marks(double low, double high, int count) {
  const double rough = (high - low) / count;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {5.0, 2.0, 1.0}) {
    if (factor * power >= rough) {
      step = factor * power;
    }
  }
  std::vector<double> marks;
  const auto last = static_cast<std::int64_t>(std::floor(high / step + 1e-9));
  for (auto k = static_cast<std::int64_t>(std::ceil(low / step - 1e-9)); k <= last; ++k) {
    marks.push_back(static_cast<double>(k) * step);
  }
  return marks;
}

std::vector<double> logarithmic_marks(double low, double high) {
  const std::vector<std::vector<double>> levels = {{1}, {1, 2, 5}, {1, 2, 3, 4, 6, 8}};
  std::vector<double> marks;
  for (const std::vector<double>& factors : levels) {
    marks.clear();
    const int first = static_cast<int>(std::floor(std::log10(low)));
    const int last = static_cast<int>(std::floor(std::log10(high)));
    for (int k = first; k <= last; k += 1 + (last - first) / (kMostDecades + 1)) {
      for (const double factor : factors) {
        const double value = factor * std::pow(10.0, k);
        if (low <= value && value <= high) {
          marks.push_back(value);
        }
      }
    }
    if (marks.size() >= (factors.size() == 1 ? 3 : 4)) {
      return marks;
    }
  }
  return marks;
}

std::vector<double> spread_labels(std::span<const double> wanted, std::span<const double> heights) {
  std::vector<std::size_t> order(wanted.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return wanted[k]; });

  // Labels that touch form a block, which sits where its members want to be on average (the
  // pool-adjacent-violators idea); blocks that touch merge.
  struct Block {
    double centre = 0;
    double height = 0;
    std::size_t count = 0;
    double bottom() const { return centre - height / 2; }
    double top() const { return centre + height / 2; }
  };
  const auto inside = [](Block block) {
    block.centre = std::min(block.centre, 1 - block.height / 2);
    block.centre = std::max(block.centre, block.height / 2);
    return block;
  };
  std::vector<Block> blocks;
  for (const std::size_t k : order) {
    blocks.push_back(inside({wanted[k], heights[k], 1}));
    while (blocks.size() > 1 && blocks[blocks.size() - 2].top() > blocks.back().bottom()) {
      const Block upper = blocks.back();
      blocks.pop_back();
      Block& lower = blocks.back();
      const auto n = static_cast<double>(lower.count);
      const auto m = static_cast<double>(upper.count);
      lower = inside({(n * lower.centre + m * upper.centre) / (n + m), lower.height + upper.height,
                      lower.count + upper.count});
    }
  }

  std::vector<double> result(wanted.size());
  std::size_t next = 0;
  for (const Block& block : blocks) {
    double bottom = block.bottom();
    for (std::size_t k = 0; k < block.count; ++k, ++next) {
      result[order[next]] = bottom + heights[order[next]] / 2;
      bottom += heights[order[next]];
    }
  }
  return result;
}

}  // namespace anneal::report
