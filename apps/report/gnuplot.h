#pragma once

#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace anneal::report {

/// `text` as a gnuplot string in double quotes; newlines stay line breaks, and nothing in it is
/// expanded or executed.
std::string gnuplot_text(std::string_view text);

/// Colour of style k as "#rrggbb": Okabe and Ito's palette, which colour-blind readers can tell
/// apart, without its yellow, which no projector shows.
std::string colour(int style);

/// The same, dark enough for text on white.
std::string text_colour(int style);

/// Dashes of style k, so that the lines differ without colour too: "solid" or "(12,5)".
std::string dashes(int style);

/// Numbers for a script, as the data block $`name`: one row of `values` per line, and an empty line
/// where a row is empty, at which gnuplot lifts its pen.
///
/// The script has the numbers itself, as gnuplot cannot read every CSV: it knows no doubled quotes.
/// A block must stand before for_each_device(), since gnuplot reads none within a loop.
std::string data_block(const std::string& name, std::span<const std::vector<double>> rows);

/// The commands around a drawing: for each of SVG and PNG, sets the terminal and the output file
/// `stem`.svg or .png of `width` x `height` pixels, then runs `drawing`.
std::string for_each_device(const std::string& stem,
                            int width,
                            int height,
                            const std::string& drawing);

/// Someone asked the program to end while a figure was drawn: gnuplot was ended, the signal taken.
class DrawingInterrupted : public std::runtime_error {
 public:
  DrawingInterrupted(const std::string& what, int signal)
      : std::runtime_error(what), signal_(signal) {}
  int signal() const { return signal_; }

 private:
  int signal_;
};

/// True if a program called gnuplot can be started.
bool gnuplot_available();

/// Writes `script` to `stem`.gp in `folder` and runs it there, so that the same can be done by
/// hand: cd folder && gnuplot stem.gp
///
/// The figures are drawn under other names, looked at, and then renamed: gnuplot says nothing of a
/// full disk. Throws std::runtime_error if gnuplot cannot be started (with the package that has
/// it), fails (with the first line that it said) or leaves a figure without its end; what was there
/// under the figures' names is then as it was. Throws DrawingInterrupted if one of SIGINT, SIGTERM,
/// SIGHUP and SIGXCPU comes that the caller has blocked; others end this process as they always do.
void run_script(const std::filesystem::path& folder,
                const std::string& stem,
                const std::string& script);

}  // namespace anneal::report
