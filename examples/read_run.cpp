// Reads what a run left on disk, with the standard library alone: a run's folder is plain text.
//   read_run DIR      a folder that `anneal train --out DIR` wrote
// Prints how many updates were made, the largest rate among them, and the best evaluation.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

/// The columns of a CSV file by name; an empty cell is NaN.
std::map<std::string, std::vector<double>> read_columns(const std::string& file) {
  std::ifstream in(file);
  if (!in) {
    throw std::runtime_error(file + ": cannot be opened");
  }
  std::string line;
  std::getline(in, line);
  std::vector<std::string> names;
  std::istringstream header(line);
  for (std::string name; std::getline(header, name, ',');) {
    names.push_back(name);
  }
  std::map<std::string, std::vector<double>> columns;
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    std::string cell;
    for (const std::string& name : names) {
      std::getline(cells, cell, ',');
      columns[name].push_back(cell.empty() ? NAN : std::stod(cell));
    }
  }
  return columns;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: read_run DIR\n");
    return 2;
  }
  const std::string folder = argv[1];
  auto steps = read_columns(folder + "/steps.csv");
  auto evals = read_columns(folder + "/evals.csv");

  const std::vector<double>& rates = steps["lr"];
  const auto peak = std::max_element(rates.begin(), rates.end());
  std::printf("%zu updates, the largest rate %.4f at update %td\n", rates.size(), *peak,
              peak - rates.begin());

  const std::vector<double>& losses = evals["val_loss"];
  const auto best = std::min_element(losses.begin(), losses.end());
  const auto at = static_cast<std::size_t>(best - losses.begin());
  std::printf("%zu evaluations, the best after epoch %.0f: loss %.4f, accuracy %.3f\n",
              losses.size(), evals["epoch"][at], *best, evals["val_accuracy"][at]);
}
