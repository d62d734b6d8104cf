#include "schedulers/schedule.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "core/check.h"
#include "core/spec/bind.h"
#include "core/spec/parse.h"
#include "core/text.h"
#include "schedulers/catalogue.h"

namespace anneal {
namespace {

using spec::Expr;

bool same_meaning(const ScheduleEntry& a, const ScheduleEntry& b) {
  return a.normalise == b.normalise && a.own_length == b.own_length && a.curve == b.curve &&
         a.expand == b.expand && a.expand_inner == b.expand_inner;
}

// Checks an expression against a table, word by word, and brings it into canonical form.
class Canonicaliser final {
 public:
  Canonicaliser(const ScheduleCatalogue& words, std::size_t functions, Vocabulary& vocabulary)
      : words_(words), functions_(functions), vocabulary_(vocabulary) {}

  Expr canonical(const Expr& expr) {
    switch (expr.kind) {
      case Expr::Kind::kThen:
      case Expr::Kind::kProduct: {
        Expr result(expr.kind, expr.location);
        for (const Expr& item : expr.items) {
          append_flat(result.items, expr.kind, canonical(item));
        }
        return result;
      }
      case Expr::Kind::kByEpoch: {
        Expr inner = canonical(expr.items.at(0));
        if (inner.kind == Expr::Kind::kByEpoch) {
          return inner;
        }
        Expr result(expr.kind, expr.location);
        result.items.push_back(std::move(inner));
        return result;
      }
      case Expr::Kind::kName:
        return canonical_call(expr);
      case Expr::Kind::kNumber:
        throw spec::SpecError(
            join_text("schedule: got ", spec::brief(expr), " (constant(", spec::brief(expr),
                      ") is so many times the base value; absolute(", spec::brief(expr),
                      ") is that value itself)"),
            expr.location);
      default:
        throw spec::SpecError(
            join_text("schedule: got ", spec::brief(expr), " (write a schedule, such as cosine)"),
            expr.location);
    }
  }

 private:
  Expr canonical_call(const Expr& expr) {
    const ScheduleEntry& entry = entry_of(expr);
    const spec::Arguments arguments = spec::bind(expr, entry.signature);
    Expr call = arguments.canonical();
    if (entry.normalise != nullptr) {
      entry.normalise(arguments, call);
    }
    if (!entry.function_argument.empty()) {
      const double index = arguments.number(entry.function_argument);
      if (!(index >= 0.0 && index < static_cast<double>(functions_))) {
        throw arguments.error("a function has no text: this schedule can only be made in C++");
      }
    }
    read_files(entry, arguments, call);
    for (Expr* inner : inner_schedules(call, entry)) {
      *inner = canonical(*inner);
    }
    return call;
  }

  static void read_files(const ScheduleEntry& entry, const spec::Arguments& arguments, Expr& call) {
    const auto files = [&] { return values_of(call, entry.signature, entry.file_argument); };
    for (std::size_t i = 0; i < files().size(); ++i) {
      if (files()[i]->file_numbers) {
        continue;  // a part of a schedule that was read before
      }
      try {
        const std::string path = files()[i]->text;
        auto numbers =
            std::make_shared<const std::vector<double>>(entry.read_file(path, arguments, call));
        files()[i]->file_numbers = std::move(numbers);  // looked up again: the call may have grown
      } catch (const std::runtime_error& error) {
        throw arguments.error(entry.file_argument, error.what());
      }
    }
  }

  const ScheduleEntry& entry_of(const Expr& call) {
    // The table is asked first: an alias is not a word of the vocabulary.
    const bool listed = std::any_of(words_.begin(), words_.end(), [&](const ScheduleEntry& entry) {
      const std::vector<std::string>& aliases = entry.signature.aliases;
      return entry.signature.name == call.text ||
             std::find(aliases.begin(), aliases.end(), call.text) != aliases.end();
    });
    if (!listed && vocabulary_.knows(call)) {
      return vocabulary_.entry_of(call);
    }
    const ScheduleEntry& entry = spec::find_entry(call, "schedule", words_);
    vocabulary_.add(entry);
    return entry;
  }

  const ScheduleCatalogue& words_;
  std::size_t functions_;
  Vocabulary& vocabulary_;
};

void add_files(const Expr& expr, std::vector<std::string>& files) {
  if (expr.file_numbers && std::ranges::count(files, expr.text) == 0) {
    files.push_back(expr.text);
  }
  for (const Expr& item : expr.items) {
    add_files(item, files);
  }
  for (const spec::Argument& argument : expr.arguments) {
    add_files(argument.value, files);
  }
}

Schedule combined(Expr::Kind kind, const Schedule& a, const Schedule& b) {
  std::vector<StepFunctionPtr> functions = a.functions();
  functions.insert(functions.end(), b.functions().begin(), b.functions().end());
  Vocabulary vocabulary = a.vocabulary();
  vocabulary.add(b.vocabulary());
  Expr both(kind);
  append_flat(both.items, kind, a.expr());
  // Both functions go into one list, so the indices of the second one move up.
  append_flat(both.items, kind, shift_functions(b.expr(), b.vocabulary(), a.functions().size()));
  return Schedule(std::move(both), std::move(functions), std::move(vocabulary));
}

}  // namespace

bool Vocabulary::knows(const Expr& call) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const ScheduleEntry* entry) {
    return entry->signature.name == call.text;
  });
}

const ScheduleEntry& Vocabulary::entry_of(const Expr& call) const {
  for (const ScheduleEntry* entry : entries_) {
    if (entry->signature.name == call.text) {
      return *entry;
    }
  }
  throw std::logic_error("schedule: no entry was kept for the word " + call.text);
}

void Vocabulary::add(const ScheduleEntry& entry) {
  for (const ScheduleEntry* known : entries_) {
    if (known->signature.name == entry.signature.name) {
      check(same_meaning(*known, entry), "schedule: the word ", entry.signature.name,
            " means two things: schedules read with two tables can be put together only where "
            "the tables agree");
      return;
    }
  }
  entries_.push_back(&entry);
}

void Vocabulary::add(const Vocabulary& more) {
  for (const ScheduleEntry* entry : more.entries_) {
    add(*entry);
  }
}

Schedule Schedule::then(const Schedule& next) const {
  return combined(Expr::Kind::kThen, *this, next);
}

Schedule operator*(const Schedule& a, const Schedule& b) {
  return combined(Expr::Kind::kProduct, a, b);
}

Schedule Schedule::by_epoch() const {
  if (expr_.kind == Expr::Kind::kByEpoch) {
    return *this;
  }
  Expr staircase(Expr::Kind::kByEpoch);
  staircase.items.push_back(expr_);
  return Schedule(std::move(staircase), functions_, vocabulary_);
}

std::optional<Schedule> Schedule::with_length(const Length& length) const {
  if (!expr_.is_name()) {
    return std::nullopt;
  }
  const ScheduleEntry& entry = vocabulary_.entry_of(expr_);
  if (entry.length_argument.empty() ||
      spec::bind(expr_, entry.signature).given(entry.length_argument)) {
    return std::nullopt;
  }
  Expr call = expr_;
  const spec::Number& number = length.number();
  call.arguments.push_back(
      {.name = entry.length_argument, .value = spec::number(number.value, number.unit)});
  return Schedule(spec::bind(call, entry.signature).canonical(), functions_, vocabulary_);
}

Schedule parse_schedule(std::string_view text) {
  return parse_schedule(text, schedule_catalogue());
}

Schedule parse_schedule(std::string_view text, const ScheduleCatalogue& words) {
  try {
    return make_schedule(spec::parse(text), words);
  } catch (const spec::SpecError& error) {
    const std::string& instead = error.details().instead;
    if (instead.empty()) {
      throw;
    }
    throw spec::as_meant(error, "schedule", text,
                         to_text(make_schedule(spec::parse(instead), words)));
  }
}

std::string to_text(const Schedule& schedule) {
  return spec::print(schedule.expr());
}

std::vector<std::string> files_of(const Schedule& schedule) {
  std::vector<std::string> files;
  add_files(schedule.expr(), files);
  return files;
}

Schedule make_schedule(const Expr& expr,
                       const ScheduleCatalogue& words,
                       std::vector<StepFunctionPtr> functions,
                       Vocabulary known) {
  Expr canonical = Canonicaliser(words, functions.size(), known).canonical(expr);
  return Schedule(std::move(canonical), std::move(functions), std::move(known));
}

Expr shift_functions(Expr expr, const Vocabulary& vocabulary, std::size_t by) {
  for (Expr& item : expr.items) {
    item = shift_functions(std::move(item), vocabulary, by);
  }
  if (expr.is_name()) {
    const ScheduleEntry& entry = vocabulary.entry_of(expr);
    for (Expr* index : values_of(expr, entry.signature, entry.function_argument)) {
      index->number.value += static_cast<double>(by);
    }
    for (Expr* inner : inner_schedules(expr, entry)) {
      *inner = shift_functions(std::move(*inner), vocabulary, by);
    }
  }
  return expr;
}

void append_flat(std::vector<Expr>& items, Expr::Kind kind, Expr part) {
  if (part.kind == kind) {
    std::move(part.items.begin(), part.items.end(), std::back_inserter(items));
  } else {
    items.push_back(std::move(part));
  }
}

}  // namespace anneal
