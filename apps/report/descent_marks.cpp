#include "apps/report/descent_marks.h"

#include <array>
#include <fmt/format.h>

#include "apps/report/gnuplot.h"

namespace anneal::report {
int marker(int style) {
  constexpr std::array<int, 5> kMarkers = {7, 5, 9, 13, 11};  // gnuplot's filled shapes
  return kMarkers[static_cast<std::size_t>(style) % kMarkers.size()];
}

std::string at_screen(const DescentLayout& layout, double x, double y) {
  return fmt::format("screen {:.5f}, screen {:.5f}", x / layout.width, 1 - y / layout.height);
}

std::string axes_in(const DescentLayout& layout, const Box& box) {
  return fmt::format(
      "unset label\nunset arrow\n"
      "set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\n"
      "set tmargin at screen {:.5f}\nset bmargin at screen {:.5f}\n",
      box.left / layout.width, (box.left + box.width) / layout.width, 1 - box.top / layout.height,
      1 - (box.top + box.height) / layout.height);
}

std::string mark_at(const std::string& place, int type, double size, const std::string& rgb) {
  return fmt::format(
      "set label '' at {0} front point pointtype {1} pointsize {2} linecolor rgb "
      "'{3}'\n"
      "set label '' at {0} front point pointtype {1} pointsize {4} linecolor rgb "
      "'{5}'\n",
      place, type, size + 0.6, kHalo, size, rgb);
}

std::string start_mark(const std::string& place) {
  return mark_at(place, 7, 1.8, "#000000");
}

std::string minimum_mark(const std::string& place) {
  return fmt::format(
      "set label '' at {0} front point pointtype 2 pointsize 1.7 linewidth 5.5 linecolor rgb "
      "'{1}'\n"
      "set label '' at {0} front point pointtype 2 pointsize 1.6 linewidth 2.8 linecolor rgb "
      "'#000000'\n",
      place, kHalo);
}

std::string place_of(PlanePoint point) {
  return fmt::format("first {:.17g}, first {:.17g}", point.x, point.y);
}

std::string frame_commands(const DescentFigure& figure, const DescentLayout& layout) {
  std::string commands = fmt::format(
      "set label {} at {} left font ',24'\nset label {} at {} left font ',15' textcolor rgb "
      "'#444444'\n",
      gnuplot_text(figure.title), at_screen(layout, layout.left, 34), gnuplot_text(figure.note),
      at_screen(layout, layout.left, 70));
  for (const KeyEntry& entry : layout.key) {
    const std::string middle = at_screen(layout, entry.left + 30, entry.middle);
    std::string text_rgb = "#000000";
    if (entry.style == KeyEntry::kStart) {
      commands += start_mark(middle);
    } else if (entry.style == KeyEntry::kMinimum) {
      commands += minimum_mark(middle);
    } else {
      text_rgb = text_colour(entry.style);
      commands +=
          fmt::format("set arrow from {} to {} nohead linewidth 5 linecolor rgb '{}'\n",
                      at_screen(layout, entry.left, entry.middle),
                      at_screen(layout, entry.left + 60, entry.middle), colour(entry.style));
      commands += mark_at(middle, marker(entry.style), 2.4, colour(entry.style));
    }
    commands +=
        fmt::format("set label {} at {} left textcolor rgb '{}'\n", gnuplot_text(entry.text),
                    at_screen(layout, entry.left + 74, entry.middle), text_rgb);
  }
  return commands;
}

}  // namespace anneal::report
