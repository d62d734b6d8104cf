#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/check.h"
#include "core/text.h"
#include "schedulers/catalogue.h"

namespace anneal {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  while (true) {
    const auto comma = line.find(',');
    cells.emplace_back(trimmed(line.substr(0, comma)));
    if (comma == std::string_view::npos) {
      return cells;
    }
    line.remove_prefix(comma + 1);
  }
}

std::size_t column_of(const std::vector<std::string>& header) {
  for (const char* wanted : {"multiplier", "lr"}) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (header[i] == wanted) {
        return i;
      }
    }
  }
  return header.size() - 1;
}

// The multipliers in the text of a CSV file: the column `multiplier`, else `lr`, else the last one.
// A first line that is not a number is the header; # begins a comment. Throws std::runtime_error,
// naming the line, if a number is missing, negative or not finite.
std::vector<double> table_numbers(const std::string& path, std::string_view rest) {
  std::vector<double> values;
  std::optional<std::size_t> column;
  for (int number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (text.empty() || text[0] == '#') {
      continue;
    }
    const std::vector<std::string> cells = cells_of(text);
    if (!column) {
      column = column_of(cells);
      if (!parse_number<double>(cells.back())) {
        continue;  // the header
      }
    }
    const std::optional<double> value =
        *column < cells.size() ? parse_number<double>(cells[*column]) : std::nullopt;
    if (!value || !(*value >= 0.0) || !std::isfinite(*value)) {
      throw std::runtime_error(join_text(path, " line ", number, ": expected a number >= 0, got \"",
                                         text.substr(0, 60), "\""));
    }
    values.push_back(*value);
  }
  if (values.empty()) {
    throw std::runtime_error(path + " holds no numbers");
  }
  return values;
}

std::shared_ptr<const std::vector<double>> multipliers(const spec::Arguments& arguments) {
  return arguments.given("values")
             ? std::make_shared<const std::vector<double>>(arguments.numbers("values"))
             : arguments.expr("file").file_numbers;
}

spec::Number own_length(const spec::Arguments& arguments) {
  const auto count = static_cast<double>(multipliers(arguments)->size());
  return {count, arguments.word("per") == "epoch" ? spec::Unit::kEpochs : spec::Unit::kUpdates};
}

CurvePtr table_curve(const spec::Arguments& arguments, PieceContext& piece) {
  const auto values = multipliers(arguments);
  const std::int64_t last = std::ssize(*values) - 1;
  const std::int64_t per =
      arguments.word("per") == "epoch" ? piece.plan.updates_per_epoch.count() : 1;
  const double each = static_cast<double>(per) * piece.slowdown;
  return make_curve(
      piece.length,
      [=](std::int64_t t) {
        const auto index = static_cast<std::int64_t>(static_cast<double>(t) / each);
        return (*values)[std::min(index, last)];
      },
      [=](std::int64_t t) { return per > 1 && std::fmod(static_cast<double>(t), each) == 0.0; });
}

Schedule table_of(const std::vector<double>& values, const char* per) {
  return CallBuilder("table").numbers("values", values).word("per", per).schedule();
}

}  // namespace

Schedule table(const std::vector<double>& values) {
  return table_of(values, "update");
}

Schedule table_by_epoch(const std::vector<double>& values) {
  return table_of(values, "epoch");
}

ScheduleCatalogue with_files(ScheduleCatalogue words, const FileReader& read) {
  for (ScheduleEntry& entry : words) {
    if (!entry.file_argument.empty()) {
      entry.read_file = [read](const std::string& path) { return table_numbers(path, read(path)); };
    }
  }
  return words;
}

ScheduleEntry table_entry() {
  return {
      .signature =
          {.name = "table",
           .parameters = {{.name = "file",
                           .kind = spec::ValueKind::kText,
                           .default_text = "none",
                           .help = "a CSV file: one number a line, or the column `multiplier`, or "
                                   "`lr`, read as multipliers of the base rate",
                           .optional = true},
                          {.name = "values",
                           .kind = spec::ValueKind::kNumbers,
                           .default_text = "none",
                           .range = spec::at_least(0.0),
                           .help = "the numbers themselves",
                           .optional = true},
                          {.name = "per",
                           .kind = spec::ValueKind::kWord,
                           .default_text = "update",
                           .choices = {"update", "epoch"},
                           .help = "what each number is for"}},
           .formula = "m(t) = values[t], or values[floor(t / updates_per_epoch)]",
           .help = "numbers from elsewhere; as long as there are numbers",
           .synonyms = spec::unlike(
               {"torch.optim.lr_scheduler.LambdaLR", "torch.optim.lr_scheduler.MultiplicativeLR",
                "keras.callbacks.LearningRateScheduler", "paddle.optimizer.lr.LambdaDecay",
                "paddle.optimizer.lr.MultiplicativeDecay", "LambdaLR", "MultiplicativeLR",
                "LearningRateScheduler"},
               "table(file=lr.csv)",
               "a Python function has no text: write its values to a file, one a line, or use "
               "lambda in C++")},
      .file_argument = "file",
      .read_file = [](const std::string& path) -> std::vector<double> {
        throw std::runtime_error(path + " cannot be read from here (give values=[...])");
      },
      .normalise =
          [](const spec::Arguments& arguments, spec::Expr&) {
            if (arguments.given("file") == arguments.given("values")) {
              throw arguments.error("give either file=\"...\" or values=[...]");
            }
            if (arguments.given("values") && arguments.numbers("values").empty()) {
              throw arguments.error("values", "there are none");
            }
          },
      .own_length = own_length,
      .curve = table_curve,
      .example = "open(table(values=[1, 0.3], per=epoch))",
  };
}

Schedule lambda(StepFunction function) {
  check(static_cast<bool>(function), "lambda: there is no function to call");
  return CallBuilder("lambda")
      .function(std::make_shared<const StepFunction>(std::move(function)))
      .schedule();
}

ScheduleEntry lambda_entry() {
  return {
      .signature = {.name = "lambda",
                    .parameters = {{.name = "function",
                                    .range = spec::at_least(0.0),
                                    .help = "only in C++: lambda([](Step t) { return 0.5; })",
                                    .positional = true},
                                   for_parameter()},
                    .formula = "m(t) = function(t)",
                    .help = "any pure function of the step; only in C++, and cannot be written "
                            "to a file"},
      .length_argument = "for",
      .function_argument = "function",
      .curve =
          [](const spec::Arguments& arguments, PieceContext& piece) {
            const auto index = static_cast<std::size_t>(arguments.number("function"));
            const StepFunctionPtr function = piece.functions.at(index);
            const double slowdown = piece.slowdown;
            return make_curve(piece.length, [=](std::int64_t t) {
              return (*function)(
                  Step(static_cast<std::int64_t>(static_cast<double>(t) / slowdown)));
            });
          },
  };
}

}  // namespace anneal
