#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>

#include "apps/cli/commands/command.h"
#include "apps/cli/commands/families.h"
#include "apps/cli/console/errors.h"
#include "apps/cli/console/terminal.h"
#include "apps/cli/console/text_table.h"
#include "apps/run/labels.h"
#include "core/spec/error.h"
#include "core/text.h"
#include "schedulers/dialects/dialects.h"

namespace anneal::cli {
namespace {

/// `text` in lines of at most `width` columns, each after `indent`.
std::string paragraph(const std::string& text, const std::string& indent, int width = 80) {
  std::string result;
  const std::string lines = wrap(text, text_width(width, 2 + static_cast<int>(indent.size())));
  std::size_t begin = 0;
  while (begin <= lines.size()) {
    const std::size_t end = std::min(lines.find('\n', begin), lines.size());
    result += indent + lines.substr(begin, end - begin) + "\n";
    begin = end + 1;
  }
  return result;
}

std::string notes_text(const FamilyEntry& entry, const std::string& indent) {
  std::string text;
  for (const std::string& note : entry.notes) {
    text += paragraph(note, indent);
  }
  return text;
}

/// What an argument may be, in a few words: "length (it, ep, %)", "number >= 0".
std::string short_kind(const spec::Parameter& parameter) {
  switch (parameter.kind) {
    case spec::ValueKind::kLength:
      return "length (it, ep, %)";
    case spec::ValueKind::kLengths:
      return "lengths (it, ep, %)";
    case spec::ValueKind::kEvaluations:
      return "evaluations (ev)";
    case spec::ValueKind::kWord:
      return parameter.choices.empty() ? "word"
                                       : fmt::format("{}", fmt::join(parameter.choices, "|"));
    case spec::ValueKind::kExpr:
      return "specification";
    default:
      return spec::describe(parameter);
  }
}

std::string arguments_text(const spec::Signature& signature) {
  std::string text;
  for (const spec::Parameter& parameter : signature.parameters) {
    text += (text.empty() ? "" : "; ") + parameter.name + ": " + short_kind(parameter);
  }
  return text;
}

/// "torch" of torch.StepLR, nothing of cosine.
std::string library_of(const FamilyEntry& entry) {
  const std::size_t point = entry.signature.name.find('.');
  return point == std::string::npos ? "" : entry.signature.name.substr(0, point);
}

/// An entry in a few lines: how it is called, what it is, its formula, arguments, notes, source.
std::string summary(const FamilyEntry& entry, const Terminal& terminal) {
  const spec::Signature& signature = entry.signature;
  std::string text = paragraph(spec::usage(signature), "  ");
  text = toned(terminal, Tone::kStrong, text.substr(0, text.size() - 1)) + "\n";
  for (const std::string& line : {signature.help, signature.formula, arguments_text(signature)}) {
    text += line.empty() ? "" : paragraph(line, "      ");
  }
  text += notes_text(entry, "      ");
  return text +
         (signature.source.empty() ? "" : paragraph("Source: " + signature.source, "      "));
}

/// The words of a library: each with its formula, in one line if that is wide enough.
std::string library_text(const Library& library, const Family& family, const Terminal& terminal) {
  const std::string title =
      fmt::format("{} ({}), for {}", library.prefix, library.title, family.option);
  std::string text = toned(terminal, Tone::kStrong, title) + "\n";
  for (const FamilyEntry& entry : family.entries) {
    if (library_of(entry) == library.prefix) {
      text += paragraph(spec::usage(entry.signature) + "  " + entry.signature.formula, "  ");
    }
  }
  return text;
}

/// Everything that the catalogue knows about an entry.
std::string full_text(const Family& family, const FamilyEntry& described) {
  const spec::Signature& entry = described.signature;
  std::string text = paragraph(spec::usage(entry), "") + "\n" + paragraph(entry.help, "  ");
  if (!entry.formula.empty()) {
    text += "\n  " + entry.formula + "\n";
  }
  if (!described.notes.empty()) {
    text += "\n" + notes_text(described, "  ");
  }
  if (!entry.parameters.empty()) {
    text += "\n";
    for (const spec::Parameter& parameter : entry.parameters) {
      std::string head = parameter.name;
      if (!parameter.default_text.empty()) {
        head += " [" + parameter.default_text + "]";
      } else {
        head += parameter.optional ? " (optional)" : " (required)";
      }
      text += fmt::format("  {}: {}\n", head, spec::describe(parameter));
      if (!parameter.help.empty()) {
        text += paragraph(parameter.help, "      ");
      }
    }
  }
  if (!entry.aliases.empty()) {
    text += "\n  Also called: " + spec::joined(entry.aliases) + "\n";
  }
  if (!entry.source.empty()) {
    text += "\n" + paragraph("Source: " + entry.source, "  ");
  }
  return text + fmt::format("\n  For {}.\n", family.option);
}

std::string family_text(const Family& family, const Terminal& terminal) {
  std::string text = toned(terminal, Tone::kStrong, family.name + ", for " + family.option) + "\n";
  bool foreign = false;
  for (const FamilyEntry& entry : family.entries) {
    foreign = foreign || !library_of(entry).empty();
    text += library_of(entry).empty() ? summary(entry, terminal) : "";
  }
  if (foreign) {
    for (const Library& library : libraries()) {
      text += "\n" + library_text(library, family, terminal);
    }
  }
  return text;
}

/// Several entries that end in one word: what each of them is.
std::string choice_text(const std::vector<Listed>& found, const Terminal& terminal) {
  std::string text;
  for (const Listed& listed : found) {
    text += summary(*listed.entry, terminal);
  }
  return text;
}

bool is_called(const std::string& what, const Family& family) {
  return what == family.name || what == family.one || std::ranges::count(family.aliases, what) > 0;
}

bool is_called(const std::string& what, const Library& library) {
  return what == library.prefix || what == library.title ||
         std::ranges::count(library.aliases, what) > 0;
}

/// What `anneal list WHAT` shows but for entries: everything, families, libraries.
std::string shown(const std::string& what,
                  const std::vector<Family>& all,
                  const Terminal& terminal) {
  std::string text;
  for (const Family& family : all) {
    if (what == "all" || is_called(what, family)) {
      text += (text.empty() ? "" : "\n") + family_text(family, terminal);
    }
  }
  for (const Library& library : libraries()) {
    if (is_called(what, library)) {
      text += library_text(library, all.front(), terminal);
    }
  }
  return text.empty() ? "" : text + "\nanneal list NAME explains one of them.\n";
}

[[noreturn]] void refuse(const std::string& what, const std::vector<Family>& all) {
  std::vector<std::string> known = {"all"};
  for (const Family& family : all) {
    known.push_back(family.name);
    for (const FamilyEntry& entry : family.entries) {
      const std::string& name = entry.signature.name;
      known.push_back(name);
      known.push_back(name.substr(name.find('.') + 1));  // of a library's word, that without it
    }
  }
  for (const Library& library : libraries()) {
    known.push_back(library.prefix);
  }
  const auto nearest = spec::closest(what, known);
  throw UsageError(join_text(
      "list: unknown name ", what,
      nearest ? join_text(" (did you mean ", *nearest, "?)")
              : std::string(
                    " (anneal list shows all; or schedules, optimizers, averages, models, data, "
                    "functions, or a library such as torch)")));
}

/// The names of all families, a screen full; with their explanations it is ten.
std::string overview(const std::vector<Family>& all, const Terminal& terminal) {
  std::string text;
  for (const Family& family : all) {
    std::vector<std::string> names;
    for (const FamilyEntry& entry : family.entries) {
      names.push_back(entry.signature.name);
    }
    text += toned(terminal, Tone::kStrong, family.name + ", for " + family.option) + "\n" +
            paragraph(spec::joined(names), "  ", terminal.width);
  }
  return text +
         "\nanneal list NAME explains one of them, anneal list schedules all of a kind,\n"
         "anneal list all everything.\n";
}

int list(const std::string& what) {
  const std::vector<Family> all = families();
  const Terminal terminal = standard_output();
  if (what.empty()) {
    print(overview(all, terminal));
    return kDone;
  }
  std::string text = shown(what, all, terminal);
  if (text.empty()) {
    const std::vector<Listed> found = find_in(all, what);
    if (found.empty()) {
      refuse(what, all);
    }
    text = found.size() == 1 ? full_text(*found.front().family, *found.front().entry)
                             : choice_text(found, terminal);
  }
  print(text);
  return kDone;
}

}  // namespace

AddCommand add_list;  // listed in run.cpp

void add_list(Program& program) {
  auto what = std::make_shared<std::string>();
  CLI::App* command = program.app.add_subcommand(
      "list", "Show schedules, optimizers, averages, models, data sets and functions");
  command
      ->add_option("WHAT", *what,
                   "all, schedules, optimizers, averages, models, data,\nfunctions, a library such "
                   "as torch, or the name of\none entry [their names]")
      ->type_name("");
  command->footer(
      "Examples:\n"
      "  anneal list schedules\n"
      "  anneal list torch\n"
      "  anneal list cosine\n");
  command->callback([what, &program] { program.action = [what] { return list(*what); }; });
}

}  // namespace anneal::cli
