#include <algorithm>
#include <cctype>
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

// What the columns that are read hold: `multiplier` comes first where a file has both.
constexpr const char* kColumns[] = {"multiplier", "lr"};

struct TableFile {
  std::vector<double> numbers;
  std::string column = kColumns[0];
};

/// One line, with what an error about it begins with.
struct Line {
  std::string place;
  std::vector<std::string> cells;

  [[noreturn]] void refuse(const std::string& reason) const {
    throw std::runtime_error(join_text(place, ": ", reason));
  }
};

// Lines that hold something; # begins a comment, and a byte order mark is none of the first line.
std::vector<Line> lines_of(const std::string& path, std::string_view rest) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (rest.starts_with(kByteOrderMark)) {
    rest.remove_prefix(kByteOrderMark.size());
  }
  std::vector<Line> lines;
  for (int number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view text = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!text.empty() && text[0] != '#') {
      lines.push_back({join_text(path, " line ", number), cells_of(text)});
    }
  }
  return lines;
}

// Where the wanted column is: nothing if the line names no known column, so that it is no header.
std::optional<std::size_t> column_of(const Line& header, TableFile& file, bool wanted) {
  bool named = false;
  for (const char* column : kColumns) {
    const auto cell = std::ranges::find(header.cells, column);
    if (cell == header.cells.end()) {
      continue;
    }
    named = true;
    if (!wanted || file.column == column) {
      file.column = column;
      return cell - header.cells.begin();
    }
  }
  if (named) {
    header.refuse(join_text("has no column ", file.column, " (leave column= out)"));
  }
  return std::nullopt;
}

double number_of(const Line& line, std::size_t column) {
  std::string_view cell = line.cells[column];
  cell.remove_prefix(cell.size() > 1 && cell[0] == '+' && cell[1] != '-' ? 1 : 0);
  const std::optional<double> value = parse_number<double>(cell);
  if (!value || !(*value >= 0.0) || !std::isfinite(*value)) {
    line.refuse(join_text("expected a number >= 0, got \"", line.cells[column].substr(0, 60),
                          "\" (decimal, and within the range of a double)"));
  }
  return *value;
}

// A first line that names a known column is the header. Without one every line is one number:
// no guess is made at what other columns, a decimal comma or a misspelt header may have meant.
// Throws std::runtime_error, naming the line and the reason.
TableFile table_file(const std::string& path, std::string_view text, std::string_view wanted) {
  const std::vector<Line> lines = lines_of(path, text);
  TableFile file;
  if (!wanted.empty()) {
    file.column = wanted;
  }
  const std::optional<std::size_t> column =
      lines.empty() ? std::nullopt : column_of(lines.front(), file, !wanted.empty());
  const std::size_t cells = column ? lines.front().cells.size() : 1;
  for (std::size_t i = column ? 1 : 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (line.cells.size() != cells) {
      line.refuse(column ? join_text(line.cells.size(), " columns, the header has ", cells)
                         : join_text(line.cells.size(),
                                     " columns where one number is due (write one number a line, "
                                     "with a decimal point, or begin the file with a header that "
                                     "names a column multiplier or lr)"));
    }
    if (i == 0 && !parse_number<double>(line.cells[0]) && std::isalpha(line.cells[0][0]) != 0) {
      line.refuse(join_text("\"", line.cells[0].substr(0, 60),
                            "\" is neither a number nor a known column (multiplier or lr)"));
    }
    file.numbers.push_back(number_of(line, column.value_or(0)));
  }
  if (file.numbers.empty()) {
    throw std::runtime_error(path + " holds no numbers");
  }
  return file;
}

std::shared_ptr<const std::vector<double>> numbers_of(const spec::Arguments& arguments) {
  return arguments.given("values")
             ? std::make_shared<const std::vector<double>>(arguments.numbers("values"))
             : arguments.expr("file").file_numbers;
}

spec::Number own_length(const spec::Arguments& arguments) {
  const auto count = static_cast<double>(numbers_of(arguments)->size());
  return {count, arguments.word("per") == "epoch" ? spec::Unit::kEpochs : spec::Unit::kUpdates};
}

CurvePtr table_curve(const spec::Arguments& arguments, PieceContext& piece) {
  auto values = numbers_of(arguments);
  if (arguments.word("column") == "lr") {
    auto relative = std::make_shared<std::vector<double>>(*values);
    for (double& value : *relative) {
      value = relative_to_base(LearningRate(value), piece.plan).value();
    }
    values = std::move(relative);
  }
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
      entry.read_file = [read](const std::string& path, const spec::Arguments& arguments,
                               spec::Expr& call) {
        const bool wanted = arguments.given("column");
        TableFile file =
            table_file(path, read(path), wanted ? arguments.word("column") : std::string());
        if (!wanted && file.column != kColumns[0]) {  // as if it had been asked for
          call.arguments.push_back({.name = "column", .value = spec::word(file.column)});
        }
        return std::move(file.numbers);
      };
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
                           .help = "a CSV file: one number a line, or, below a header that names "
                                   "it, the column multiplier or lr",
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
                           .help = "what each number is for"},
                          {.name = "column",
                           .kind = spec::ValueKind::kWord,
                           .default_text = "multiplier",
                           .choices = {"multiplier", "lr"},
                           .help = "what the numbers are: multipliers of the base rate, or rates, "
                                   "which are divided by it; a file's header says so by itself"}},
           .formula = "m(t) = values[t], or values[floor(t / updates_per_epoch)]; over the base "
                      "rate for column=lr",
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
      .read_file = [](const std::string& path, const spec::Arguments&,
                      spec::Expr&) -> std::vector<double> {
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
