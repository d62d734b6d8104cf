#include "apps/report/average.h"

#include <algorithm>
#include <cmath>

#include "apps/study/statistics.h"

namespace anneal::report {

Samples block_means(std::span<const Sample> samples, std::size_t width) {
  width = std::max<std::size_t>(width, 1);
  Samples result;
  std::size_t begin = 0;
  while (begin < samples.size()) {
    std::size_t end = std::min(begin + width, samples.size());
    if (2 * (samples.size() - end) < width) {
      end = samples.size();  // too few are left for a block of their own
    }
    std::size_t count = 0;
    Sample sum;
    for (const Sample& sample : samples.subspan(begin, end - begin)) {
      if (std::isfinite(sample.y)) {
        sum.x += sample.x;
        sum.y += sample.y;
        ++count;
      }
    }
    if (count > 0) {
      const auto n = static_cast<double>(count);
      result.push_back({sum.x / n, sum.y / n});
    }
    begin = end;
  }
  return result;
}

std::vector<CurvePoint> mean_and_band(std::span<const Samples> runs) {
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
      const double centre = mean_sd(y)->mean;
      const double sd = mean_sd(y)->sd.value_or(0.0);
      points.push_back(
          {mean_sd(x)->mean, centre, centre - sd, centre + sd, static_cast<int>(y.size())});
    }
  }
  return points;
}

Samples thin(std::span<const Sample> samples, std::size_t blocks) {
  if (samples.size() <= 4 * blocks) {
    return {samples.begin(), samples.end()};
  }
  const auto below = [](const Sample& a, const Sample& b) { return a.y < b.y; };
  Samples result;
  for (std::size_t k = 0; k < blocks; ++k) {
    const std::size_t begin = k * samples.size() / blocks;
    const std::size_t end = (k + 1) * samples.size() / blocks;
    const std::span<const Sample> block = samples.subspan(begin, end - begin);
    const auto [smallest, largest] = std::minmax_element(block.begin(), block.end(), below);
    std::vector<std::ptrdiff_t> keep = {0, smallest - block.begin(), largest - block.begin(),
                                        std::ssize(block) - 1};
    std::ranges::sort(keep);
    keep.erase(std::unique(keep.begin(), keep.end()), keep.end());
    for (const std::ptrdiff_t position : keep) {
      result.push_back(block[static_cast<std::size_t>(position)]);
    }
  }
  return result;
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
