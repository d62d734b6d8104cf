#include "apps/cli/console/text_plot.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <string_view>

#include "apps/cli/console/numbers.h"

namespace anneal::cli {
namespace {

constexpr int kMargin = 10;  // columns of the numbers at the y axis

/// A raster of marks, row 0 at the top; 0 is empty.
struct Raster {
  int width = 0;
  int height = 0;
  std::vector<char> cells;
  std::vector<int> lines;  // that go through each cell

  Raster(int w, int h)
      : width(w),
        height(h),
        cells(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), '\0'),
        lines(cells.size(), 0) {}
  char at(int x, int y) const { return cells[index(x, y)]; }
  /// Lines on top of each other take turns from column to column, so that none hides another.
  void put(int x, int y, char mark) {
    const int before = lines[index(x, y)]++;
    if (x % (before + 1) == before) {
      cells[index(x, y)] = mark;
    }
  }

 private:
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
  }
};

int row_of(double value, double top, int height) {
  const double share = top > 0 ? value / top : 0;
  const int row = static_cast<int>(std::lround((1 - share) * (height - 1)));
  return std::clamp(row, 0, height - 1);
}

/// Each column shows all values between its first and last update, and reaches back to the value
/// before, so that steps are vertical lines.
void draw_line(Raster& raster, const std::vector<double>& values, double top, char mark) {
  const std::size_t n = values.size();
  const auto width = static_cast<std::size_t>(raster.width);
  double previous = n > 0 ? values[0] : 0;
  for (std::size_t x = 0; n > 0 && x < width; ++x) {
    const std::size_t begin = x * n / width;
    const std::size_t end = std::max(begin + 1, (x + 1) * n / width);
    double low = n < width ? values[begin] : previous;
    double high = low;
    for (std::size_t k = begin; k < end; ++k) {
      low = std::min(low, values[k]);
      high = std::max(high, values[k]);
    }
    const int first_row = row_of(high, top, raster.height);
    int last_row = row_of(low, top, raster.height);
    const int old_row = row_of(previous, top, raster.height);
    if (last_row > first_row && old_row == last_row && last_row - first_row > 1) {
      --last_row;  // the column before has drawn that end already
    }
    for (int y = first_row; y <= last_row; ++y) {
      raster.put(static_cast<int>(x), y, mark);
    }
    previous = values[end - 1];
  }
}

/// One braille character from 2 x 4 cells of the raster.
std::string braille(Raster& raster, int column, int row) {
  constexpr int kBits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
  int dots = 0;
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 2; ++x) {
      dots |= raster.at(2 * column + x, 4 * row + y) != '\0' ? kBits[y][x] : 0;
    }
  }
  if (dots == 0) {
    return " ";
  }
  const int code = 0x2800 + dots;
  return {static_cast<char>(0xE0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
          static_cast<char>(0x80 | (code & 0x3F))};
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

/// Numbers under the left end, the middle and the right end of the x axis.
std::string x_numbers(double end, int width, std::string_view unit) {
  const bool counts = unit == "updates";  // whole ones
  const std::string middle = rounded_count(counts ? std::floor(end / 2) : end / 2);
  std::string right = rounded_count(end) + " " + std::string(unit);
  std::string line(kMargin + static_cast<std::size_t>(width), ' ');
  line.replace(kMargin, 1, "0");
  line.replace((line.size() + kMargin - middle.size()) / 2, middle.size(), middle);
  line.replace(line.size() - right.size(), right.size(), right);
  return trimmed(line);
}

}  // namespace

std::string text_plot(std::span<const PlotLine> lines, const TextPlotOptions& options) {
  const int width = std::max(20, options.width - kMargin - 1);
  const bool dots = options.unicode && lines.size() == 1;
  double top = 0;
  std::size_t values = 0;
  for (const PlotLine& line : lines) {
    values = std::max(values, line.values.size());
    for (const double value : line.values) {
      top = std::max(top, value);
    }
  }
  Raster raster(dots ? 2 * width : width, dots ? 4 * options.height : options.height);
  for (std::size_t k = 0; k < lines.size(); ++k) {
    const char mark = lines.size() == 1 ? '*' : static_cast<char>('a' + k % 26);
    draw_line(raster, lines[k].values, top, mark);
  }

  std::string text;
  for (int y = 0; y < options.height; ++y) {
    const bool marked = y == 0 || y == options.height - 1 || 2 * y == options.height - 1;
    const double value = top * (1 - static_cast<double>(y) / (options.height - 1));
    std::string line = fmt::format("{:>{}} |", marked ? short_number(value) : "", kMargin - 2);
    for (int x = 0; x < width; ++x) {
      line += dots ? braille(raster, x, y)
                   : std::string(1, raster.at(x, y) != '\0' ? raster.at(x, y) : ' ');
    }
    text += trimmed(line);
  }
  text += std::string(kMargin - 1, ' ') + "+" + std::string(static_cast<std::size_t>(width), '-') +
          "\n";
  const auto updates =
      options.updates > 0 ? static_cast<double>(options.updates) : static_cast<double>(values);
  text += x_numbers(updates, width, "updates");
  if (options.updates_per_epoch > 0) {
    text += x_numbers(updates / options.updates_per_epoch, width, "epochs");
  }
  for (std::size_t k = 0; lines.size() > 1 && k < lines.size(); ++k) {
    text += fmt::format("{:>{}} {}\n", static_cast<char>('a' + k % 26), kMargin, lines[k].label);
  }
  return text;
}

}  // namespace anneal::cli
