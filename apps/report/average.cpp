#include "apps/report/average.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "apps/study/statistics.h"

namespace anneal::report {
namespace {

constexpr std::size_t kFewBlocks = 40;
constexpr std::size_t kSmoothing = 25;  // updates: their mean has a fifth of a batch's noise

/// The mean of what is finite; nothing if nothing is.
std::optional<Sample> mean_of(std::span<const Sample> block) {
  std::size_t count = 0;
  Sample sum;
  for (const Sample& sample : block) {
    if (std::isfinite(sample.y)) {
      sum.x += sample.x;
      sum.y += sample.y;
      ++count;
    }
  }
  const auto n = static_cast<double>(count);
  return count > 0 ? std::optional(Sample{sum.x / n, sum.y / n}) : std::nullopt;
}

/// Blocks of `width`; a last one shorter than half of it joins the one before.
std::vector<std::size_t> even_blocks(std::size_t count, std::size_t width) {
  std::vector<std::size_t> ends;
  for (std::size_t end = width; end < count; end += width) {
    ends.push_back(end);
  }
  if (!ends.empty() && 2 * (count - ends.back()) < width) {
    ends.pop_back();
  }
  ends.push_back(count);
  return ends;
}

CurvePoint point_of(const std::vector<double>& values, Centre centre) {
  if (centre == Centre::kArithmetic) {
    const MeanSd spread = *mean_sd(values);
    const double sd = spread.sd.value_or(0.0);
    const bool positive = std::ranges::min(values) >= 0;
    const double low = spread.mean - sd;
    return {0, spread.mean, positive ? std::max(low, 0.0) : low, spread.mean + sd, 1};
  }
  std::vector<double> logs;
  for (const double value : values) {
    logs.push_back(std::log(value));
  }
  const MeanSd spread = *mean_sd(logs);
  const double factor = std::exp(spread.sd.value_or(0.0));
  const double mean = values.size() == 1 ? values[0] : std::exp(spread.mean);
  return {0, mean, mean / factor, mean * factor, 1};
}

}  // namespace

std::size_t block_width(std::size_t count, std::size_t most) {
  return std::max<std::size_t>(1, count / std::clamp(count / kSmoothing, kFewBlocks, most));
}

std::vector<std::size_t> growing_blocks(std::size_t count, int per_decade) {
  const double ratio = std::pow(10.0, 1.0 / per_decade);
  std::vector<std::size_t> ends;
  double end = 1;
  for (std::size_t before = 0; before < count; before = ends.back()) {
    end = std::max(end * ratio, static_cast<double>(before + 1));
    ends.push_back(std::min(count, static_cast<std::size_t>(end)));
  }
  return ends;
}

Samples block_means(std::span<const Sample> samples, std::span<const std::size_t> ends) {
  Samples result;
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    const std::size_t until = std::min(end, samples.size());
    if (const auto mean = mean_of(samples.subspan(begin, until - begin))) {
      result.push_back(*mean);
    }
    begin = until;
  }
  return result;
}

Samples block_means(std::span<const Sample> samples, std::size_t width) {
  return block_means(samples, even_blocks(samples.size(), std::max<std::size_t>(width, 1)));
}

std::vector<CurvePoint> mean_and_band(std::span<const Samples> runs, Centre centre) {
  std::size_t length = 0;
  for (const Samples& run : runs) {
    length = std::max(length, run.size());
  }
  std::vector<CurvePoint> points;
  for (std::size_t k = 0; k < length; ++k) {
    std::vector<double> x;
    std::vector<double> y;
    for (const Samples& run : runs) {
      if (k < run.size() && std::isfinite(run[k].y)) {
        x.push_back(run[k].x);
        y.push_back(run[k].y);
      }
    }
    if (!y.empty()) {
      points.push_back(point_of(y, centre));
      points.back().x = mean_sd(x)->mean;
      points.back().seeds = static_cast<int>(y.size());
    }
  }
  return points;
}

Samples thin(std::span<const Sample> samples, std::span<const std::size_t> ends) {
  if (samples.size() <= 4 * ends.size()) {
    return {samples.begin(), samples.end()};
  }
  const auto below = [](const Sample& a, const Sample& b) { return a.y < b.y; };
  Samples result;
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    const std::span<const Sample> block = samples.subspan(begin, end - begin);
    const auto [smallest, largest] = std::minmax_element(block.begin(), block.end(), below);
    std::vector<std::ptrdiff_t> keep = {0, smallest - block.begin(), largest - block.begin(),
                                        std::ssize(block) - 1};
    std::ranges::sort(keep);
    keep.erase(std::unique(keep.begin(), keep.end()), keep.end());
    for (const std::ptrdiff_t position : keep) {
      result.push_back(block[static_cast<std::size_t>(position)]);
    }
    begin = end;
  }
  return result;
}

Samples thin(std::span<const Sample> samples, std::size_t blocks) {
  std::vector<std::size_t> ends;
  for (std::size_t k = 0; k < blocks && !samples.empty(); ++k) {
    ends.push_back((k + 1) * samples.size() / blocks);
  }
  return samples.size() <= 4 * blocks ? Samples(samples.begin(), samples.end())
                                      : thin(samples, ends);
}

std::vector<CurvePoint> as_points(std::span<const Sample> samples) {
  std::vector<CurvePoint> points;
  points.reserve(samples.size());
  for (const Sample& sample : samples) {
    points.push_back({sample.x, sample.y, sample.y, sample.y, 1});
  }
  return points;
}

}  // namespace anneal::report
